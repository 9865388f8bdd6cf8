import { toHalfWidth } from '@lianyi/schema/basics/text';
import type { Patient } from '@lianyi/schema/documents/patient';
import { comparableName } from '@lianyi/schema/rules/likelyDuplicates';
import { readingsOf } from './namePinyin.ts';

/**
 * The classes of terms that the index holds of a patient: a term is its class's letter and a text, and every query
 * is a prefix of one. Long numbers are held in pieces, since thousands of residents share an area's or a village's
 * digits: a prefix then meets a few terms with many patients, never many terms.
 */
export const termClass = {
  /** Characters of the name from its first, and from a later one: 张素芬; 素芬, 芬. */
  nameStart: 'n',
  nameInside: 'm',
  /** Letters from the first syllable, and from a later one, each syllable but the last whole or its initial: zhangsfen. */
  pinyinStart: 'p',
  pinyinInside: 'q',
  formerName: 'f',
  formerPinyin: 'g',
  /** Telephone, or the number of another document, from its start. */
  numberStart: 'd',
  /** The last 4 or 8 digits of telephone and record number, and the last 4 of the identity number. */
  numberEnd: 'e',
  /** Identity number: its area, and the whole. Its birth date is the patient's. */
  identityArea: 'i',
  identityWhole: 'k',
  birthDate: 'b',
  /** Record number: its county, its township and village, and the person's serial. */
  recordCounty: 'r',
  recordPlace: 't',
  recordSerial: 's',
  village: 'v',
  home: 'h',
} as const;
export type TermClass = keyof typeof termClass;

/** Every term of a patient, separated by spaces, each once. */
export function termsOf(patient: Patient): string {
  const terms = new Set<string>();
  const add = (name: TermClass, text: string): void => {
    if (text !== '') terms.add(termClass[name] + text);
  };
  addName(patient.identity.name, 'nameStart', 'nameInside', 'pinyinStart', 'pinyinInside', add);
  if (patient.formerName !== null) addName(patient.formerName, 'formerName', 'formerName', 'formerPinyin', 'formerPinyin', add);
  addPhone(patient.phone, add);
  addIdentityNumber(patient, add);
  addRecordNumber(patient.recordNumber, add);
  add('birthDate', patient.identity.birthDate.replaceAll('-', ''));
  addVillage(patient, add);
  add('home', homeTerm(patient.homeId));
  return [...terms].join(' ');
}

export const homeTerm = (organisationId: string): string => organisationId.replaceAll('-', '');

/** What a name, or what is typed to find it, is compared as: no spaces, dots or ASCII signs, lower case. */
export const searchableName = (name: string): string => comparableName(toHalfWidth(name)).replace(/(?![a-z\d])\p{ASCII}/gu, '');

type Add = (name: TermClass, text: string) => void;

function addName(name: string, start: TermClass, inside: TermClass, pinyinStart: TermClass, pinyinInside: TermClass, add: Add): void {
  const characters = [...searchableName(name)];
  for (const at of characters.keys()) add(at === 0 ? start : inside, characters.slice(at).join(''));
  for (const { typed } of readingsOf(name)) {
    for (const at of typed.keys()) {
      for (const letters of spellings(typed.slice(at))) add(at === 0 ? pinyinStart : pinyinInside, letters);
    }
  }
}

/** Each syllable but the last whole or as its initial; of a long name only all whole, all initials, or the first whole. */
function spellings(syllables: readonly string[]): readonly string[] {
  const initials = syllables.map((syllable) => [...syllable][0] ?? '');
  if (syllables.length > 4) return [syllables.join(''), initials.join(''), (syllables[0] ?? '') + initials.slice(1).join('')];
  // From the last syllable backwards, so that what is spelled already is only put together.
  let spelled: readonly string[] = [syllables.at(-1) ?? ''];
  for (let at = syllables.length - 2; at >= 0; at -= 1) spelled = spelled.flatMap((rest) => [(syllables[at] ?? '') + rest, (initials[at] ?? '') + rest]);
  return spelled;
}

function addPhone(phone: string | null, add: Add): void {
  const digits = phone?.replace(/\D/g, '') ?? '';
  add('numberStart', digits);
  addEnds(digits, [4, 8], add);
}

function addIdentityNumber(patient: Patient, add: Add): void {
  const document = patient.identity.document;
  if (document === null) return;
  const number = document.number.toLowerCase().replace(/[^\da-z]/g, '');
  if (document.type === '01' && number.length === 18) {
    add('identityArea', number.slice(0, 6));
    add('identityWhole', number);
  } else add('numberStart', number);
  addEnds(number, [4], add);
}

function addRecordNumber(number: string | null, add: Add): void {
  if (number === null) return;
  add('recordCounty', number.slice(0, 6));
  add('recordPlace', number.slice(6, 12));
  add('recordSerial', number.slice(12));
  addEnds(number, [8], add);
}

function addEnds(digits: string, lengths: readonly number[], add: Add): void {
  for (const length of lengths) if (digits.length >= length) add('numberEnd', digits.slice(-length));
}

/** 云岭镇青石坪村一组 is found from its start and from 青石坪. */
function addVillage(patient: Patient, add: Add): void {
  if (patient.address === null) return;
  const place = searchableName(patient.address.village + patient.address.group);
  add('village', place);
  add('village', placeWithoutTown(place));
}

/** The place below its town: what people say. */
export const placeWithoutTown = (place: string): string => place.replace(/^.{1,20}?(街道|镇|乡)(?=.)/u, '');
