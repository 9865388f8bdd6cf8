import type { CalendarDate } from '../basics/dates.ts';

/** What two records are compared by. Empty and null mean not given; `pinyin` lists every reading, `zhang su fen`. */
export interface ComparedPerson {
  readonly name: string;
  readonly formerName: string | null;
  readonly pinyin: readonly string[];
  readonly birthDate: CalendarDate;
  readonly identityNumber: string | null;
  readonly phone: string | null;
}

export type DuplicateReason = 'identityNumber' | 'nameAndBirthDate' | 'nameAndPhone' | 'samePinyinAndBirthDate' | 'phone';

/**
 * Why two records may be one person's, strongest first; empty if nothing says so. The same identity number is
 * certain; different numbers are two people, whatever else agrees. A telephone alone is often a family's, so it
 * counts only beside another reason.
 */
export function likelyDuplicate(a: ComparedPerson, b: ComparedPerson): readonly DuplicateReason[] {
  if (a.identityNumber !== null && b.identityNumber !== null) return a.identityNumber === b.identityNumber ? ['identityNumber'] : [];
  const isSameName = namesOf(a).some((name) => namesOf(b).includes(name));
  const isSamePinyin = a.pinyin.some((reading) => b.pinyin.includes(reading));
  const isSameBirthDate = a.birthDate === b.birthDate;
  const isSamePhone = a.phone !== null && a.phone === b.phone;

  const reasons: DuplicateReason[] = [];
  if (isSameName && isSameBirthDate) reasons.push('nameAndBirthDate');
  if (isSameName && isSamePhone) reasons.push('nameAndPhone');
  if (!isSameName && isSamePinyin && isSameBirthDate) reasons.push('samePinyinAndBirthDate');
  if (reasons.length > 0 && isSamePhone && !reasons.includes('nameAndPhone')) reasons.push('phone');
  return reasons;
}

/** A name is compared without spaces and the dot of a minority name: 阿卜杜·拉 and 阿卜杜拉 are one. */
export const comparableName = (name: string): string => name.normalize('NFC').replace(/[\s·•．.]/g, '').toLowerCase();

const namesOf = (person: ComparedPerson): readonly string[] =>
  [person.name, person.formerName ?? ''].map(comparableName).filter((name) => name !== '');
