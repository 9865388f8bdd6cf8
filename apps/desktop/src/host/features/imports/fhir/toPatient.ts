import type { CalendarDate } from '@lianyi/schema/basics/dates';
import { tidyText } from '@lianyi/schema/basics/text';
import { parseIdentityNumber } from '@lianyi/schema/codes/identityNumber';
import { parsePhone } from '@lianyi/schema/codes/phone';
import type { DraftedPatient, PatientDraft } from '@lianyi/schema/rules/patientDraft';
import { checkPatientDraft } from '@lianyi/schema/rules/patientDraft';
import * as z from 'zod';
import { clip, concept, reference } from './elements.ts';
import type { PersonFault } from '../personWords.ts';
import type { Resource } from './readBundle.ts';

const humanName = z.looseObject({ use: z.string().optional(), text: z.string().optional(), family: z.string().optional(), given: z.array(z.string()).optional() });
const patientShape = z.looseObject({
  identifier: z.array(z.looseObject({ system: z.string().optional(), value: z.string().optional(), type: concept.optional() })).default([]),
  name: z.array(humanName).default([]),
  gender: z.string().optional(),
  birthDate: z.string().optional(),
  telecom: z.array(z.looseObject({ system: z.string().optional(), value: z.string().optional() })).default([]),
  address: z.array(z.looseObject({ text: z.string().optional(), line: z.array(z.string()).optional(), city: z.string().optional(), district: z.string().optional(), state: z.string().optional() })).default([]),
  managingOrganization: reference.optional(),
  deceasedDateTime: z.string().optional(),
  deceasedBoolean: z.boolean().optional(),
});

/** Whom a bundle is about. */
export interface SourcePatient {
  readonly id: string;
  /** The source's own name for its numbers, when the bundle names no source. */
  readonly system: string | null;
  readonly managingOrganization: string | undefined;
  readonly person: DraftedPatient;
  readonly deceased: string | true | null;
}

export type PatientResult = { readonly ok: true; readonly patient: SourcePatient } | { readonly ok: false; readonly faults: readonly PersonFault[] };

/** A birth date of FHIR R4 may be a year or a month; a record of ours has a day, and none is made up. */
const partialDate = /^\d{4}(?:-\d{2})?$/;

/** A Patient resource as a person of ours: name, sex and whole birth date must be there, or the identity number that says them. */
export function toPatient(resource: Resource, today: CalendarDate): PatientResult {
  const parsed = patientShape.safeParse(resource.content);
  if (!parsed.success) return { ok: false, faults: parsed.error.issues.slice(0, 3).map((issue) => ({ field: issue.path.map(String).join('.'), code: 'invalid' as const })) };
  const source = parsed.data;
  const draft = draftOf(source, today);
  const said = draft.birthDate.trim();
  const isPartial = partialDate.test(said);
  const checked = checkPatientDraft(isPartial ? { ...draft, birthDate: '' } : draft, today);
  const fromNumber = checked.fromIdentityNumber?.birthDate;
  if (isPartial && fromNumber === undefined) return { ok: false, faults: [...checked.errors.filter(({ field }) => field !== 'birthDate'), { field: 'birthDate', code: 'partialDate' }] };
  if (isPartial && fromNumber?.startsWith(said) === false) return { ok: false, faults: [...checked.errors, { field: 'birthDate', code: 'differsFromNumber' }] };
  if (!checked.drafted) return { ok: false, faults: checked.errors };
  const own = source.identifier.find((identifier) => identifier.type?.coding?.some((entry) => entry.code === 'MR')) ?? source.identifier[0];
  return {
    ok: true,
    patient: {
      id: resource.id,
      system: own?.system ?? null,
      managingOrganization: source.managingOrganization?.reference,
      person: { ...checked.drafted, phone: checked.drafted.phone ?? foreignPhone(source) },
      deceased: source.deceasedDateTime ?? (source.deceasedBoolean === true ? true : null),
    },
  };
}

function draftOf(source: z.infer<typeof patientShape>, today: CalendarDate): PatientDraft {
  const [address] = source.address;
  const number = source.identifier.map(({ value }) => value ?? '').find((value) => parseIdentityNumber(value, today).ok) ?? '';
  const place = clip([address?.district, address?.city, address?.state].filter((part) => part !== undefined && part !== '').join(', '), 80);
  const lines = clip(address?.line?.join(' ') ?? '', 120);
  const text = clip(address?.text ?? '', 80);
  return {
    name: nameText(source.name), sex: sexOf(source.gender), birthDate: source.birthDate ?? '', documentType: '01', identityNumber: number,
    phone: phonesOf(source).find((phone) => parsePhone(phone).ok) ?? '',
    village: place || text || lines, group: '', addressDetail: place === '' ? '' : lines,
    bloodGroup: '', recordNumber: '', contactName: '', contactRelation: '', contactPhone: '', insurance: '', formerName: '', allergyAnswer: 'unasked', allergies: [], problems: [],
  };
}

const phonesOf = (source: z.infer<typeof patientShape>): readonly string[] => source.telecom.filter(({ system }) => system === undefined || system === 'phone' || system === 'sms').map(({ value }) => value ?? '');

/** A number of another country is kept as it is written. */
const foreignPhone = (source: z.infer<typeof patientShape>): string | null => phonesOf(source).map(tidyText).find((phone) => /\d{5}/.test(phone.replace(/\D/g, '')) && phone.length <= 20) ?? null;

/** The official name before others; Chinese family name first and without a space, Latin given names first. */
function nameText(names: readonly z.infer<typeof humanName>[]): string {
  const name = names.find(({ use }) => use === 'official') ?? names.find(({ use }) => use !== 'old' && use !== 'maiden') ?? names[0];
  if (!name) return '';
  const given = (name.given ?? []).join(' ');
  const family = name.family ?? '';
  if (family === '' && given === '') return clip(name.text ?? '', 60);
  const isHan = /\p{Script=Han}/u.test(family + given);
  return clip(isHan ? family + given.replaceAll(' ', '') : `${given} ${family}`, 60);
}

const sexOf = (gender: string | undefined): PatientDraft['sex'] => (gender === 'male' || gender === 'female' ? gender : 'unknown');
