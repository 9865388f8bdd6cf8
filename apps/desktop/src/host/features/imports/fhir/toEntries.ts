import type { Signature, Source } from '@lianyi/schema/documents/parts';
import type { AllergyEntry, ProblemEntry, Programme } from '@lianyi/schema/documents/patient';
import { classesNamed } from '@lianyi/schema/rules/drugClass';
import * as z from 'zod';
import type { Concept } from './elements.ts';
import { concept, conceptText, conceptTexts, clip, dateText, hasCode, isIcd10, period } from './elements.ts';
import type { Resource } from './readBundle.ts';

export type EntryResult<Entry> = { readonly ok: true; readonly entry: Entry } | { readonly ok: false; readonly why: 'invalid' | 'unnamed' | 'enteredInError' | 'noKnownAllergy' };

const allergyShape = z.looseObject({
  code: concept.optional(), clinicalStatus: concept.optional(), verificationStatus: concept.optional(), criticality: z.string().optional(), onsetDateTime: z.string().optional(), recordedDate: z.string().optional(),
  reaction: z.array(z.looseObject({ substance: concept.optional(), manifestation: z.array(concept).optional(), description: z.string().optional(), severity: z.string().optional() })).optional(),
});

/** "No known allergy" and its kinds in SNOMED CT: a statement, not an allergy. */
const noKnownAllergyCodes = ['716186003', '409137002', '428607008', '429625007'];

/** An AllergyIntolerance as an entry of the patient's allergies; what the source has put away is refuted here. */
export function toAllergy(resource: Resource, recorded: Signature, source: Source): EntryResult<AllergyEntry> {
  const parsed = allergyShape.safeParse(resource.content);
  if (!parsed.success) return { ok: false, why: 'invalid' };
  const found = parsed.data;
  if (hasCode(found.verificationStatus, 'entered-in-error')) return { ok: false, why: 'enteredInError' };
  if (hasCode(found.code, ...noKnownAllergyCodes)) return { ok: false, why: 'noKnownAllergy' };
  const reactions = found.reaction ?? [];
  const substance = clip(conceptText(found.code) || conceptText(reactions[0]?.substance), 80);
  if (substance === '') return { ok: false, why: 'unnamed' };
  const isGone = hasCode(found.verificationStatus, 'refuted') || hasCode(found.clinicalStatus, 'inactive', 'resolved');
  const severities = reactions.map(({ severity }) => severity);
  return {
    ok: true,
    entry: {
      allergyClass: classesNamed(substance)[0] ?? null,
      substance,
      reaction: clip(reactions.map((reaction) => conceptTexts(reaction.manifestation) || (reaction.description ?? '')).filter((text) => text !== '').join('、'), 200),
      severity: found.criticality === 'high' || severities.includes('severe') ? 'severe' : found.criticality === 'low' || severities.some((severity) => severity === 'mild' || severity === 'moderate') ? 'mild' : 'unknown',
      onset: dateText(found.onsetDateTime, found.recordedDate),
      status: isGone ? 'refuted' : 'active',
      statusReason: isGone ? clip(`${source.system}: ${conceptText(found.verificationStatus)} ${conceptText(found.clinicalStatus)}`, 200) : '',
      recorded,
      source,
    },
  };
}

const conditionShape = z.looseObject({
  code: concept.optional(), clinicalStatus: concept.optional(), verificationStatus: concept.optional(), onsetDateTime: z.string().optional(), onsetPeriod: period.optional(), recordedDate: z.string().optional(), abatementDateTime: z.string().optional(),
});

/** True for a Condition that is a problem of today: active, not ended, not refuted. Others are history. */
export function isActiveCondition(resource: Resource): boolean {
  const parsed = conditionShape.safeParse(resource.content);
  if (!parsed.success) return false;
  const { clinicalStatus, verificationStatus, abatementDateTime } = parsed.data;
  return hasCode(clinicalStatus, 'active', 'recurrence', 'relapse') && abatementDateTime === undefined && !hasCode(verificationStatus, 'refuted', 'entered-in-error');
}

/** An active Condition as an entry of the patient's problems. */
export function toProblem(resource: Resource, recorded: Signature, source: Source): EntryResult<ProblemEntry> {
  const parsed = conditionShape.safeParse(resource.content);
  if (!parsed.success) return { ok: false, why: 'invalid' };
  const { code, onsetDateTime, onsetPeriod, recordedDate } = parsed.data;
  const text = clip(conceptText(code), 120);
  if (text === '') return { ok: false, why: 'unnamed' };
  const icd10 = code?.coding?.find((entry) => isIcd10(entry.system))?.code;
  return {
    ok: true,
    entry: {
      code: icd10 === undefined ? null : clip(icd10, 20), text, programme: programmeOf(code), onset: dateText(onsetDateTime, onsetPeriod?.start, recordedDate),
      status: 'active', statusReason: '', recorded, source,
    },
  };
}

/** SNOMED CT and ICD-10 codes of the diseases that are followed up: essential hypertension, type 2 diabetes, COPD. */
const programmes: readonly { readonly programme: Programme; readonly snomed: readonly string[]; readonly icd10: RegExp }[] = [
  { programme: 'hypertension', snomed: ['59621000', '38341003', '1201005'], icd10: /^I1[0-3]/ },
  { programme: 'diabetes', snomed: ['44054006'], icd10: /^E11/ },
  { programme: 'copd', snomed: ['13645005', '185086009', '87433001'], icd10: /^J44/ },
];

const programmeOf = (code: Concept | undefined): Programme | null =>
  programmes.find(({ snomed, icd10 }) => hasCode(code, ...snomed) || (code?.coding ?? []).some((entry) => isIcd10(entry.system) && icd10.test(entry.code ?? '')))?.programme ?? null;
