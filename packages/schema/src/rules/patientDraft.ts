import type { CalendarDate } from '../basics/dates.ts';
import { isCalendarDate } from '../basics/dates.ts';
import { tidyText, toHalfWidth } from '../basics/text.ts';
import { parseHealthRecordNumber } from '../codes/healthRecordNumber.ts';
import { birthDateFault, parseIdentityNumber } from '../codes/identityNumber.ts';
import { parsePhone } from '../codes/phone.ts';
import type { Sex } from '../documents/parts.ts';
import type { Patient, Programme } from '../documents/patient.ts';
import { bloodGroup, identityDocument } from '../documents/patient.ts';

/** A patient as typed: nothing is trusted. Empty text means not given. */
export interface PatientDraft {
  readonly name: string;
  readonly sex: Sex | '';
  readonly birthDate: string;
  readonly documentType: string;
  readonly identityNumber: string;
  readonly phone: string;
  readonly village: string;
  readonly group: string;
  readonly addressDetail: string;
  readonly bloodGroup: string;
  readonly recordNumber: string;
  readonly contactName: string;
  readonly contactRelation: string;
  readonly contactPhone: string;
  readonly insurance: string;
  readonly formerName: string;
  readonly allergyAnswer: 'unasked' | 'none' | 'some';
  readonly allergies: readonly AllergyDraft[];
  readonly problems: readonly ProblemDraft[];
}

export interface AllergyDraft {
  readonly allergyClass: string | null;
  readonly substance: string;
  readonly reaction: string;
  readonly severity: 'mild' | 'severe' | 'unknown';
  readonly onset: string;
}

export interface ProblemDraft {
  readonly code: string | null;
  readonly text: string;
  readonly programme: Programme | null;
  readonly onset: string;
}

/** Codes of a field's mistakes; `tooLong` comes with `max`, `idLength` and `recordLength` with `length`. */
export type DraftFault =
  | 'required' | 'tooLong' | 'invalid' | 'notADate' | 'future' | 'beforeBirth' | 'tooOld' | 'differsFromNumber' | 'contradictsNone'
  | 'idCharacters' | 'idLength' | 'idDate' | 'idFuture' | 'idAge' | 'idCheck'
  | 'phoneCharacters' | 'phoneLength' | 'phoneMobile'
  | 'recordCharacters' | 'recordLength' | 'recordInstitution' | 'recordSerial';

export interface DraftError {
  readonly field: string;
  readonly code: DraftFault;
  readonly values?: Readonly<Record<string, string | number>>;
}

/** What a draft without errors says of the patient, tidied. */
export type DraftedPatient = Pick<Patient, 'identity' | 'phone' | 'address' | 'bloodGroup' | 'recordNumber' | 'contact' | 'insurance' | 'formerName'> & {
  readonly allergies: readonly AllergyDraft[];
  readonly problems: readonly ProblemDraft[];
};

export interface CheckedDraft {
  readonly errors: readonly DraftError[];
  readonly fromIdentityNumber: { readonly birthDate: CalendarDate; readonly sex: 'male' | 'female' } | null;
  /** Null while there is an error. */
  readonly drafted: DraftedPatient | null;
}

/** Checks every field of a draft by itself and against the identity number, from which birth date and sex are taken. */
export function checkPatientDraft(draft: PatientDraft, today: CalendarDate): CheckedDraft {
  const errors: DraftError[] = [];
  const wrong = (field: string, code: DraftFault, values?: DraftError['values']): null => {
    errors.push(values ? { field, code, values } : { field, code });
    return null;
  };
  const fieldText = (field: string, text: string, max: number): string => {
    const tidy = text.length > max * 4 ? text : tidyText(text);
    if (tidy.length > max) wrong(field, 'tooLong', { max, length: tidy.length });
    return tidy.slice(0, max);
  };
  const onset = (field: string, text: string): string => {
    const tidy = fieldText(field, text, 20);
    const fault = onsetFault(tidy, birthDate, today);
    if (fault !== null) wrong(field, fault);
    return tidy;
  };
  const given = (field: string, text: string, max: number): string | null => fieldText(field, text, max) || null;

  const name = fieldText('name', draft.name, 60) || wrong('name', 'required');
  const number = checkNumber(draft, today, wrong, fieldText);
  const birthDate = checkBirthDate(draft.birthDate, number.says?.birthDate ?? null, today, wrong);
  const sex = checkSex(draft.sex, number.says?.sex ?? null, wrong);
  const phone = checkPhone('phone', draft.phone, wrong);
  const address = { village: fieldText('village', draft.village, 80), group: fieldText('group', draft.group, 40), detail: fieldText('addressDetail', draft.addressDetail, 120) };
  if (address.village === '' && (address.group !== '' || address.detail !== '')) wrong('village', 'required');
  const blood = draft.bloodGroup.trim() === '' ? null : bloodGroup.safeParse(tidyText(draft.bloodGroup).toUpperCase());
  if (blood && !blood.success) wrong('bloodGroup', 'invalid');
  const contact = { name: fieldText('contactName', draft.contactName, 60), relation: fieldText('contactRelation', draft.contactRelation, 40), phone: checkPhone('contactPhone', draft.contactPhone, wrong) ?? '' };
  if (contact.name === '' && (contact.relation !== '' || contact.phone !== '')) wrong('contactName', 'required');
  const rest = {
    recordNumber: checkRecordNumber(draft.recordNumber, wrong),
    insurance: given('insurance', draft.insurance, 80),
    formerName: given('formerName', draft.formerName, 60),
    allergies: draft.allergies.map((entry, at) => ({
      ...entry,
      allergyClass: given(`allergies.${at}.allergyClass`, entry.allergyClass ?? '', 80),
      substance: fieldText(`allergies.${at}.substance`, entry.substance, 80) || (wrong(`allergies.${at}.substance`, 'required') ?? ''),
      reaction: fieldText(`allergies.${at}.reaction`, entry.reaction, 200),
      onset: onset(`allergies.${at}.onset`, entry.onset),
    })),
    problems: draft.problems.map((entry, at) => ({
      ...entry,
      code: given(`problems.${at}.code`, entry.code ?? '', 20),
      text: fieldText(`problems.${at}.text`, entry.text, 120) || (wrong(`problems.${at}.text`, 'required') ?? ''),
      onset: onset(`problems.${at}.onset`, entry.onset),
    })),
  };
  if (draft.allergyAnswer === 'some' && draft.allergies.length === 0) wrong('allergies', 'required');
  if (draft.allergyAnswer === 'none' && draft.allergies.length > 0) wrong('allergies', 'contradictsNone');

  const isWhole = errors.length === 0 && name !== null && birthDate !== null && sex !== null;
  return {
    errors,
    fromIdentityNumber: number.says,
    drafted: isWhole
      ? {
          identity: { name, sex, birthDate, document: number.document },
          phone,
          address: address.village === '' ? null : address,
          bloodGroup: blood?.success ? blood.data : null,
          contact: contact.name === '' ? null : contact,
          ...rest,
        }
      : null,
  };
}

type Wrong = (field: string, code: DraftFault, values?: DraftError['values']) => null;

interface NumberSays {
  readonly document: Patient['identity']['document'];
  readonly says: { readonly birthDate: CalendarDate; readonly sex: 'male' | 'female' } | null;
}

const idFaults = { characters: 'idCharacters', length: 'idLength', date: 'idDate', future: 'idFuture', age: 'idAge', check: 'idCheck' } as const;

/** A resident identity number says birth date and sex; the number of another document is kept as typed. */
function checkNumber(draft: PatientDraft, today: CalendarDate, wrong: Wrong, fieldText: (field: string, text: string, max: number) => string): NumberSays {
  const nothing: NumberSays = { document: null, says: null };
  if (draft.identityNumber.trim() === '') return nothing;
  const type = draft.documentType.trim() === '' ? '01' : draft.documentType;
  if (type === '01') {
    const parsed = parseIdentityNumber(draft.identityNumber.slice(0, 100), today);
    if (parsed.ok) return { document: { type, number: parsed.number }, says: { birthDate: parsed.birthDate, sex: parsed.sex } };
    const length = toHalfWidth(draft.identityNumber.slice(0, 100)).replace(/[\s-]/g, '').length;
    wrong('identityNumber', idFaults[parsed.code], parsed.code === 'length' ? { length } : undefined);
    return nothing;
  }
  const document = identityDocument.safeParse({ type, number: fieldText('identityNumber', draft.identityNumber, 40).toUpperCase() });
  if (document.success) return { document: document.data, says: null };
  wrong('documentType', 'invalid');
  return nothing;
}

/** A birth date as people type it; it may be left out where the identity number says it, and may not say another. */
function checkBirthDate(typed: string, fromNumber: CalendarDate | null, today: CalendarDate, wrong: Wrong): CalendarDate | null {
  if (typed.trim() === '') return fromNumber ?? wrong('birthDate', 'required');
  const date = parseTypedDate(typed);
  if (date === null) return wrong('birthDate', 'notADate');
  const fault = birthDateFault(date, today);
  if (fault !== null) return wrong('birthDate', ({ date: 'notADate', future: 'future', age: 'tooOld' } as const)[fault]);
  return fromNumber !== null && fromNumber !== date ? wrong('birthDate', 'differsFromNumber', { fromNumber }) : date;
}

function checkSex(typed: Sex | '', fromNumber: 'male' | 'female' | null, wrong: Wrong): Sex | null {
  if (typed === '' || typed === 'unknown') return fromNumber ?? (typed === '' ? wrong('sex', 'required') : typed);
  return fromNumber !== null && fromNumber !== typed ? wrong('sex', 'differsFromNumber', { fromNumber }) : typed;
}

const phoneFaults = { characters: 'phoneCharacters', length: 'phoneLength', mobile: 'phoneMobile' } as const;

function checkPhone(field: string, typed: string, wrong: Wrong): string | null {
  if (typed.trim() === '') return null;
  const parsed = parsePhone(typed.slice(0, 100));
  return parsed.ok ? parsed.phone : wrong(field, phoneFaults[parsed.code]);
}

const recordFaults = { characters: 'recordCharacters', length: 'recordLength', institution: 'recordInstitution', serial: 'recordSerial' } as const;

function checkRecordNumber(typed: string, wrong: Wrong): string | null {
  if (typed.trim() === '') return null;
  const parsed = parseHealthRecordNumber(typed.slice(0, 100));
  if (parsed.ok) return parsed.number;
  const length = toHalfWidth(typed.slice(0, 100)).replace(/[\s-]/g, '').length;
  return wrong('recordNumber', recordFaults[parsed.code], parsed.code === 'length' ? { length } : undefined);
}

/**
 * What is wrong with when an allergy or a problem began, as far as its words name a year (`2019`, `2019年冬`,
 * `2019-03-02`): nothing begins tomorrow, nor before the person was born. Words without a year stand (`儿时`).
 */
export function onsetFault(onset: string, birthDate: CalendarDate | null, today: CalendarDate): 'future' | 'beforeBirth' | null {
  const text = tidyText(onset);
  const [, year] = /^(\d{4})(?!\d)/.exec(text) ?? /^(\d{4})\d{4}$/.exec(text) ?? [];
  if (year === undefined) return null;
  const day = parseTypedDate(text);
  if (day === null ? Number(year) > Number(today.slice(0, 4)) : day > today) return 'future';
  if (birthDate === null) return null;
  return (day === null ? Number(year) < Number(birthDate.slice(0, 4)) : day < birthDate) ? 'beforeBirth' : null;
}

/**
 * A day as people type it: 1959-02-14, 1959/2/14, 1959.2.14, 1959年2月14日, 19590214. Two digits of a year are not
 * guessed here. @returns the day, or null when it is none.
 */
export function parseTypedDate(typed: string): CalendarDate | null {
  const text = tidyText(typed.slice(0, 60));
  const match = /^(\d{4}) ?[-/.年] ?(\d{1,2}) ?[-/.月] ?(\d{1,2}) ?日?$/.exec(text) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  if (!match) return null;
  const [, year = '', month = '', day = ''] = match;
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return isCalendarDate(date) ? date : null;
}
