import type { PatientId } from '@lianyi/schema/basics/ids';
import { idFromHash } from '@lianyi/schema/basics/ids';
import type { HistoryEntry } from '@lianyi/schema/documents/historyEntry';
import type { Signature, Source } from '@lianyi/schema/documents/parts';
import type { AllergyEntry, Patient, ProblemEntry } from '@lianyi/schema/documents/patient';
import { comparableName } from '@lianyi/schema/rules/likelyDuplicates';
import type { NewWrite, Reader } from '../../../replica/replica.ts';
import { clip, dayOf } from './elements.ts';
import type { Institutions } from './institutions.ts';
import type { ReadBundle, Resource } from './readBundle.ts';
import { unreadableType } from './readBundle.ts';
import { isActiveCondition, toAllergy, toProblem } from './toEntries.ts';
import { isHistoryType, toHistory } from './toHistory.ts';
import type { SourcePatient } from './toPatient.ts';

/** Why a resource did not become part of the chart, or that it is there already. */
export type SkipReason = 'alreadyHere' | 'billing' | 'namesOnly' | 'noResource' | 'notUnderstood' | 'otherPatient' | 'patientRefused' | 'invalid' | 'unnamed' | 'enteredInError' | 'noKnownAllergy';

/** What became of each resource. */
export interface ResourceOutcome {
  readonly resource: Resource;
  readonly skipped: SkipReason | null;
}

export interface BundlePlan {
  /** The patient's write comes first: what follows needs it. */
  readonly writes: readonly NewWrite[];
  readonly outcomes: readonly ResourceOutcome[];
}

export type PlanResult = { readonly ok: true; readonly plan: BundlePlan } | { readonly ok: false; readonly candidates: number };

const billingTypes = new Set(['Claim', 'ClaimResponse', 'ExplanationOfBenefit', 'Coverage', 'Account', 'Invoice', 'ChargeItem', 'PaymentNotice', 'PaymentReconciliation']);
const nameTypes = new Set(['Organization', 'Practitioner', 'PractitionerRole', 'Location', 'Medication']);

/**
 * Plans what one patient's part of a bundle adds to this PC. Every id is a hash of the source, the resource and our
 * patient: reading the same bundle again finds everything there. Reads, and writes nothing.
 */
export function planBundle(read: Reader, bundle: ReadBundle, source: SourcePatient, institutions: Institutions, recorded: Signature): PlanResult {
  const system = clip(bundle.source ?? source.system ?? 'FHIR', 200);
  const found = findPatient(read, source, system, recorded);
  if (found.kind === 'several') return { ok: false, candidates: found.count };
  const { patient } = found;
  const idOf = (resource: Resource): string => idFromHash(['fhir', system, resource.type, resource.id, patient.id]);
  const sourceOf = (resource: Resource): Source => ({ system: clip(institutions.ofResource(resource, bundle) ?? institutions.nameOf(source.managingOrganization, bundle) ?? originOf(system), 200), reference: clip(`${resource.type}/${resource.id}`, 300) });

  const allergies: Record<string, AllergyEntry> = { ...patient.allergies };
  const problems: Record<string, ProblemEntry> = { ...patient.problems };
  const history: HistoryEntry[] = [];
  const add = (resource: Resource): SkipReason | null => {
    if (resource.type === 'AllergyIntolerance') return addEntry(allergies, idOf(resource), toAllergy(resource, recorded, sourceOf(resource)), (a, b) => comparableName(a.substance) === comparableName(b.substance));
    if (resource.type === 'Condition' && isActiveCondition(resource)) return addEntry(problems, idOf(resource), toProblem(resource, recorded, sourceOf(resource)), (a, b) => comparableName(a.text) === comparableName(b.text));
    const content = toHistory(resource, bundle);
    if (!content.ok) return content.why;
    const id = idOf(resource);
    if (read.document('historyEntry', id)) return 'alreadyHere';
    history.push({ id, kind: 'historyEntry', patientId: patient.id, homeId: patient.homeId, ...content.entry, source: sourceOf(resource), imported: recorded });
    return null;
  };

  const outcomes = bundle.resources.map((resource): ResourceOutcome => ({ resource, skipped: skipOf(resource, bundle, source, found.kind) ?? (resource.type === 'Patient' ? null : add(resource)) }));
  const deceased = deathEntry(source, system, patient, recorded);
  if (deceased !== null && !read.document('historyEntry', deceased.id)) history.push(deceased);
  return { ok: true, plan: { writes: [...patientWrites(read, patient, allergies, problems), ...history.map((document): NewWrite => ({ op: 'create', document }))], outcomes } };
}

/** An identifier says nothing to whoever reads the chart. */
const originOf = (system: string): string => (system.startsWith('urn:oid:') ? '未写明机构 not named' : system);

/** Null for what is to be added. */
function skipOf({ type, id, content }: Resource, bundle: ReadBundle, source: SourcePatient, found: 'known' | 'new'): SkipReason | null {
  if (type === unreadableType) return 'noResource';
  if (billingTypes.has(type)) return 'billing';
  if (nameTypes.has(type)) return 'namesOnly';
  if (type === 'Patient') return id !== source.id ? 'otherPatient' : found === 'known' ? 'alreadyHere' : null;
  if (!isHistoryType(type) && type !== 'AllergyIntolerance') return 'notUnderstood';
  const subject = bundle.resolve(referenceIn(content['subject']) ?? referenceIn(content['patient']));
  return subject?.type === 'Patient' && subject.id === source.id ? null : 'otherPatient';
}

const referenceIn = (value: unknown): string | undefined =>
  typeof value === 'object' && value !== null && 'reference' in value && typeof value.reference === 'string' ? value.reference : undefined;

type Found = { readonly kind: 'known' | 'new'; readonly patient: Patient } | { readonly kind: 'several'; readonly count: number };

/** The one who was made from this source before; else by identity number; else by name, birth date and sex; else new. */
function findPatient(read: Reader, source: SourcePatient, system: string, recorded: Signature): Found {
  const { allergies: _allergies, problems: _problems, ...units } = source.person;
  const id = idFromHash(['fhir', system, 'Patient', source.id, recorded.orgId]) as PatientId;
  const before = read.document('patient', id);
  if (before) return { kind: 'known', patient: before };
  const number = units.identity.document?.number ?? null;
  const rows = number === null
    ? read.all<{ patient_id: string; name: string }>('SELECT patient_id, name FROM patient_row WHERE birth_date = ? AND sex = ?', units.identity.birthDate, units.identity.sex).filter((row) => comparableName(row.name) === comparableName(units.identity.name))
    : read.all<{ patient_id: string }>('SELECT patient_id FROM patient_row WHERE identity_number = ?', number);
  if (rows.length > 1) return { kind: 'several', count: rows.length };
  const known = rows[0] ? read.document('patient', rows[0].patient_id) : undefined;
  if (known) return { kind: 'known', patient: known };
  const made: Patient = { id, kind: 'patient', homeId: recorded.orgId, registered: recorded, source: { system: originOf(system), reference: clip(`Patient/${source.id}`, 300) }, ...units, noKnownAllergies: null, allergies: {}, problems: {} };
  return { kind: 'new', patient: made };
}

/** Adds an entry unless it, or an active one of the same name, is there. */
function addEntry<Entry extends { readonly status: string }>(entries: Record<string, Entry>, id: string, result: { readonly ok: true; readonly entry: Entry } | { readonly ok: false; readonly why: SkipReason }, isSame: (a: Entry, b: Entry) => boolean): SkipReason | null {
  if (!result.ok) return result.why;
  const isKnown = Object.hasOwn(entries, id) || Object.values(entries).some((present) => present.status === 'active' && isSame(present, result.entry));
  if (isKnown) return 'alreadyHere';
  entries[id] = result.entry;
  return null;
}

function patientWrites(read: Reader, patient: Patient, allergies: Patient['allergies'], problems: Patient['problems']): readonly NewWrite[] {
  if (!read.document('patient', patient.id)) return [{ op: 'create', document: { ...patient, allergies, problems } }];
  const added = (set: 'allergies' | 'problems', entries: Readonly<Record<string, unknown>>) => Object.entries(entries).filter(([id]) => !Object.hasOwn(patient[set], id)).map(([id, after]) => ({ unit: `${set}/${id}`, before: null, after }));
  const changes = [...added('allergies', allergies), ...added('problems', problems)];
  return changes.length === 0 ? [] : [{ op: 'change', kind: 'patient', id: patient.id, changes }];
}

/** A death that the source knows of must be seen on the chart, though our record has no place of its own for it. */
function deathEntry(source: SourcePatient, system: string, patient: Patient, recorded: Signature): HistoryEntry | null {
  if (source.deceased === null) return null;
  const day = source.deceased === true ? null : source.deceased.slice(0, 10);
  return {
    id: idFromHash(['fhir', system, 'Patient', source.id, 'deceased', patient.id]), kind: 'historyEntry', patientId: patient.id, homeId: patient.homeId, category: 'condition', code: null,
    text: '死亡 deceased', value: '', unit: '', day: day === null ? null : dayOf(day), status: '', source: { system: originOf(system), reference: clip(`Patient/${source.id}`, 300) }, imported: recorded,
  };
}
