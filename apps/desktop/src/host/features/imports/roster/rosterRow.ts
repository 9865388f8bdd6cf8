import type { CalendarDate } from '@lianyi/schema/basics/dates';
import type { AllergyDraft, DraftedPatient, DraftFault, PatientDraft, ProblemDraft } from '@lianyi/schema/rules/patientDraft';
import { checkPatientDraft } from '@lianyi/schema/rules/patientDraft';
import { classesNamed } from '@lianyi/schema/rules/drugClass';
import type { RowFault } from '../table/tableSource.ts';
import type { RosterColumn, RosterField } from './headings.ts';
import type { DateOrder } from './typedCells.ts';
import { cellText, isEitherOrder, listed, saysNone, splitAddress, splitVillageGroup, typedBirthDate, typedPhone, typedSex } from './typedCells.ts';

/** Something about a row that somebody should know: a code that the report puts in words. */
export interface RowNote {
  readonly field: string;
  readonly code: DraftFault | 'sexUnknownWord' | 'sexMissing' | 'numberRounded' | 'morePhones' | 'ambiguousMatch' | 'recordNumberOfAnother' | 'differs' | 'numberAdded' | 'notSaved' | 'headingUnknown' | 'lineBreak' | 'eitherOrder' | RowFault;
  readonly inFile: string;
  readonly onRecord: string;
}

/** A row as a person, or why it is none. Notes are about what was left out of it. */
export type RosterRow =
  | { readonly ok: true; readonly line: number; readonly person: DraftedPatient; readonly saysNoAllergies: boolean; readonly notes: readonly RowNote[] }
  | { readonly ok: false; readonly line: number; readonly name: string; readonly notes: readonly RowNote[] };

/** Without these right nobody knows who is meant: the row is listed and not taken. Other fields are left out and told. */
const essential = new Set(['name', 'sex', 'birthDate', 'documentType', 'identityNumber']);

export function readRosterRow(line: number, cells: readonly string[], columns: readonly RosterColumn[], today: CalendarDate, dayZero: CalendarDate, order: DateOrder): RosterRow {
  const notes: RowNote[] = [];
  const note = (field: string, code: RowNote['code'], inFile = ''): void => void notes.push({ field, code, inFile: inFile.slice(0, 200), onRecord: '' });
  const raw = (field: RosterField): string => columns.filter((column) => column.field === field).map(({ at }) => cells[at] ?? '').find((cell) => cellText(cell) !== '') ?? '';

  // Two names in one cell, or half of one: nobody knows whose row it is.
  if (/[\r\n]/.test(raw('name').trim())) note('name', 'lineBreak', raw('name'));
  const sex = typedSex(raw('sex'));
  if (sex === null) note('sex', 'sexUnknownWord', raw('sex'));
  const birthDate = typedBirthDate(raw('birthDate'), today, dayZero, order);
  if (birthDate === null) note('birthDate', isEitherOrder(raw('birthDate')) ? 'eitherOrder' : 'notADate', raw('birthDate'));
  const number = cellText(raw('identityNumber'));
  if (cellText(raw('sex')) === '' && number === '') note('sex', 'sexMissing');
  // A spreadsheet that took the number for a quantity has lost its last digits: nothing can bring them back.
  const isRounded = /^\d(\.\d+)?e\+?\d+$/i.test(number) || /^\d{15}0{2,3}$/.test(number);

  const draft = draftOf(raw, columns, cells, { sex: sex ?? '', birthDate: birthDate ?? '', number: number.replaceAll(/[\s'’`]/g, '') }, note);
  const checked = checkPatientDraft(draft, today);
  for (const error of checked.errors) {
    if (error.field === 'sex' && (sex === null || error.code === 'required')) continue;
    // A number that is wrong says no birth date either.
    if (error.field === 'birthDate' && (birthDate === null || (error.code === 'required' && number !== ''))) continue;
    note(error.field, error.field === 'identityNumber' && isRounded ? 'numberRounded' : error.code, typedText(draft, error.field));
  }
  if (notes.some((entry) => essential.has(entry.field) && entry.code !== 'sexMissing')) return { ok: false, line, name: draft.name.slice(0, 60), notes };
  const person = checked.drafted ?? checkPatientDraft(withoutFaults(draft, checked.errors.map(({ field }) => field)), today).drafted;
  return person ? { ok: true, line, person, saysNoAllergies: person.allergies.length === 0 && saysNone(columns.filter(({ field }) => field === 'allergies').map(({ at }) => cells[at] ?? '').join('')), notes } : { ok: false, line, name: draft.name.slice(0, 60), notes };
}

/** True for a row that has nothing in any known column. */
export const isBlankRow = (cells: readonly string[], columns: readonly RosterColumn[]): boolean =>
  columns.every(({ at, field }) => field === 'serial' || (cells[at] ?? '').trim() === '');

interface Essentials {
  readonly sex: PatientDraft['sex'];
  readonly birthDate: string;
  readonly number: string;
}

function draftOf(raw: (field: RosterField) => string, columns: readonly RosterColumn[], cells: readonly string[], { sex, birthDate, number }: Essentials, note: (field: string, code: RowNote['code'], inFile?: string) => void): PatientDraft {
  const phones = columns.filter(({ field }) => field === 'phone').map(({ at }) => cells[at] ?? '').filter((cell) => cellText(cell) !== '');
  const phone = typedPhone(phones.join('、'));
  if (!phone.isAll && phone.phone !== null) note('phone', 'morePhones', phones.join('、'));
  const contactPhone = typedPhone(raw('contactPhone'));
  const allergies = saysNone(raw('allergies')) ? [] : listed(raw('allergies')).map(allergyNamed);
  return {
    name: cellText(raw('name')), sex, birthDate, documentType: '01', identityNumber: number,
    // What is no telephone at all comes to its field's own error.
    phone: phone.phone ?? (phone.isAll ? '' : phones.join('、')),
    ...addressFields(raw),
    bloodGroup: cellText(raw('bloodGroup')).toUpperCase().replace(/型$/, '').replace(/RH\(?([+-])\)?.*$/, '$1').replace(/^(未查|不清楚|UNKNOWN)$/, ''),
    recordNumber: cellText(raw('recordNumber')),
    contactName: cellText(raw('contactName')), contactRelation: cellText(raw('contactRelation')), contactPhone: contactPhone.phone ?? (contactPhone.isAll ? '' : cellText(raw('contactPhone'))),
    insurance: cellText(raw('insurance')), formerName: cellText(raw('formerName')),
    allergyAnswer: allergies.length > 0 ? 'some' : 'unasked', allergies,
    problems: listed(raw('problems')).filter((text) => !isWell(text)).map(problemNamed),
  };
}

/** Columns for town, village and group, village and group in one, or one address that is taken apart; the columns win where both are given. */
function addressFields(raw: (field: RosterField) => string): Pick<PatientDraft, 'village' | 'group' | 'addressDetail'> {
  const both = splitVillageGroup(cellText(raw('villageGroup')));
  const [town, village, group, detail, address] = [cellText(raw('town')), cellText(raw('village')) || both.village, cellText(raw('group')) || both.group, cellText(raw('addressDetail')), cellText(raw('address'))];
  const split = splitAddress(address);
  if (village === '') return { village: split.village === '' ? town : split.village, group: split.group || groupName(group), addressDetail: [split.detail, detail].filter((part) => part !== '').join(' ') };
  const place = address.indexOf(village);
  const rest = (place < 0 ? address : address.slice(place + village.length)).replace(/^(村委会|村)/, '').replace(groupName(group), '');
  const named = /[村区会]$/.test(village) ? village : `${village}村`;
  return { village: village.startsWith(town) ? named : town + named, group: groupName(group), addressDetail: [rest, detail].filter((part) => part !== '').join(' ') };
}

/** `1` and `第1组` are a group's number. */
const groupName = (group: string): string => (/^\d{1,2}$/.test(group) ? `${group}组` : group);

const allergyNamed = (substance: string): AllergyDraft => {
  const plain = substance.replace(/过敏$/, '') || substance;
  return { allergyClass: classesNamed(plain)[0] ?? null, substance: plain, reaction: '', severity: 'unknown', onset: '' };
};

/** Diseases that rosters name, as the programmes of follow-up know them. */
const programmeProblems = [
  { pattern: /高血压|hypertension/i, code: 'I10.x00', programme: 'hypertension' },
  { pattern: /糖尿病|diabetes/i, code: 'E11.900', programme: 'diabetes' },
  { pattern: /慢阻肺|慢性阻塞性肺|copd/i, code: 'J44.900', programme: 'copd' },
] as const;

/** Words for nobody's disease. */
const isWell = (text: string): boolean => saysNone(text) || /^(健康|体健|正常|良好|healthy|well)$/i.test(text);

const problemNamed = (text: string): ProblemDraft => {
  const known = programmeProblems.find(({ pattern }) => pattern.test(text));
  // Another type of diabetes than 2 is not of the programme, and its code not this one.
  const isOther = /1型|一型|妊娠|type ?1|gestational/i.test(text);
  return known && !isOther ? { code: known.code, text, programme: known.programme, onset: '' } : { code: null, text, programme: null, onset: '' };
};

function typedText(draft: PatientDraft, field: string): string {
  const [list = '', at = '', member = ''] = field.split('.');
  const values: Readonly<Record<string, unknown>> = { ...draft };
  const value = values[list];
  if (typeof value === 'string') return value;
  const entry: unknown = Array.isArray(value) ? value[Number(at)] : undefined;
  return typeof entry === 'object' && entry !== null && member in entry ? String((entry as Readonly<Record<string, unknown>>)[member]) : '';
}

/** The draft without the fields that are wrong; an address without its village goes whole. */
function withoutFaults(draft: PatientDraft, fields: readonly string[]): PatientDraft {
  const emptied = Object.fromEntries(fields.filter((field) => !field.includes('.')).map((field) => [field, '']));
  const keep = (list: 'allergies' | 'problems', at: number): boolean => !fields.some((field) => field.startsWith(`${list}.${at}.`));
  const allergies = draft.allergies.filter((_entry, at) => keep('allergies', at));
  const cleared = { ...draft, ...emptied, allergies, allergyAnswer: allergies.length > 0 ? ('some' as const) : ('unasked' as const), problems: draft.problems.filter((_entry, at) => keep('problems', at)) };
  const noVillage = cleared.village.trim() === '' ? { group: '', addressDetail: '' } : {};
  const noContact = cleared.contactName.trim() === '' ? { contactRelation: '', contactPhone: '' } : {};
  return { ...cleared, ...noVillage, ...noContact };
}
