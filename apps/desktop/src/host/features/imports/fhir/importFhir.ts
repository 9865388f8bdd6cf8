import { existsSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { canonicalJson } from '@lianyi/schema/basics/canonicalJson';
import { localClockTime, localDay } from '@lianyi/schema/basics/dates';
import type { Signature } from '@lianyi/schema/documents/parts';
import type { Actor, NewWrite, Replica } from '../../../replica/replica.ts';
import type { JobProgress } from '../importJobs.ts';
import { giveWay, ImportFailure } from '../importJobs.ts';
import { Report } from '../report.ts';
import { impossibleDates } from './elements.ts';
import { bundleFaultWords, diskFullWords, impossibleDateWords, noPatientWords, notImportedWords, patientWords, severalPatientsWords, skipWords, withoutDateWords } from './fhirWords.ts';
import type { Institutions } from './institutions.ts';
import { institutionsHeard } from './institutions.ts';
import type { ResourceOutcome } from './planBundle.ts';
import { planBundle } from './planBundle.ts';
import type { ReadBundle } from './readBundle.ts';
import { readBundle, unreadableType } from './readBundle.ts';
import type { SourcePatient } from './toPatient.ts';
import { toPatient } from './toPatient.ts';

export interface FhirImport {
  readonly paths: readonly string[];
  /** Where the report goes if it cannot lie beside the first bundle. */
  readonly fallbackDir: string;
  readonly actor: Actor;
  readonly now: () => Date;
}

/** The most writes and bytes of one save, well within what a bundle of ours may hold. */
const maxWrites = 400;
const maxBytes = 600_000;

/**
 * Imports FHIR R4 bundles one after the other. A file that cannot be read is told and the rest goes on; every resource
 * is stored, is here already, or is counted by its type with the reason.
 */
export async function importFhir(replica: Replica, bundles: FhirImport, progress: JobProgress): Promise<void> {
  const report = new Report(bundles.paths[0] ?? '', bundles.fallbackDir, bundles.now());
  const institutions = institutionsHeard();
  const failures: string[] = [];
  progress.bytes = bundles.paths.reduce((sum, path) => sum + sizeOf(path), 0);
  try {
    for (const path of bundles.paths) {
      const failure = await importFile(replica, bundles, path, institutions, progress, report);
      if (failure !== null) {
        failures.push(`${basename(path)}: ${failure}`);
        progress.rejected += 1;
        report.add({ place: basename(path), outcome: notImportedWords, field: '', reason: failure, inFile: '', onRecord: '' });
      }
      progress.bytesDone += sizeOf(path);
      await giveWay();
    }
  } finally {
    report.close();
    progress.reportPath = report.path;
  }
  if (failures.length > 0) progress.failure = [...failures.slice(0, 5), ...(failures.length > 5 ? [`… ${failures.length}`] : [])].join('; ');
}

const sizeOf = (path: string): number => (existsSync(path) ? statSync(path).size : 0);

/** @returns why the file was not taken, in words, or null. */
async function importFile(replica: Replica, bundles: FhirImport, path: string, institutions: Institutions, progress: JobProgress, report: Report): Promise<string | null> {
  const read = await readBundle(path);
  if (!read.ok) return `${bundleFaultWords[read.fault]}${read.detail === '' ? '' : ` (${read.detail})`}`;
  const { bundle } = read;
  institutions.learn(bundle);
  progress.rows += bundle.resources.length;
  const patients = bundle.resources.filter((resource) => resource.type === 'Patient');
  if (patients.length === 0) {
    const isClinical = bundle.resources.some(({ type }) => !['Organization', 'Practitioner', 'PractitionerRole', 'Location', unreadableType].includes(type));
    tellOutcomes(bundle.resources.map((resource) => ({ resource, skipped: resource.type === unreadableType ? 'noResource' : isClinical ? 'otherPatient' : 'namesOnly' })), path, progress, report);
    return isClinical || bundle.resources.length === 0 ? noPatientWords : null;
  }
  const failures: string[] = [];
  const untaken = new Map(bundle.resources.map((resource): [ResourceOutcome['resource'], ResourceOutcome] => [resource, { resource, skipped: resource.type === unreadableType ? 'noResource' : 'otherPatient' }]));
  for (const resource of patients) {
    const patient = toPatient(resource, localDay(bundles.now()));
    const taken = patient.ok ? await importPatient(replica, bundles, bundle, patient.patient, institutions) : patientWords(patient.faults);
    if (typeof taken === 'string') {
      failures.push(`Patient/${resource.id}: ${taken}`);
      untaken.set(resource, { resource, skipped: 'patientRefused' });
    } else for (const outcome of taken) if (outcome.skipped !== 'otherPatient') untaken.set(outcome.resource, outcome);
  }
  tellOutcomes([...untaken.values()], path, progress, report);
  return failures.length > 0 ? failures.join('; ') : null;
}

/** Saves a patient's part in as many bundles as it takes; one that was interrupted is taken up by importing again. */
async function importPatient(replica: Replica, bundles: FhirImport, bundle: ReadBundle, patient: SourcePatient, institutions: Institutions): Promise<readonly ResourceOutcome[] | string> {
  const recorded: Signature = { by: bundles.actor.personId, orgId: bundles.actor.orgId, at: localClockTime(bundles.now()) };
  let outcomes: readonly ResourceOutcome[] | null = null;
  for (;;) {
    let isMore = false;
    let candidates = 0;
    const saved = replica.save<'nothingNew' | 'several'>('imports.fhir', bundles.actor, (read) => {
      const planned = planBundle(read, bundle, patient, institutions, recorded);
      if (!planned.ok) {
        candidates = planned.candidates;
        return { refusal: 'several' };
      }
      // The first plan tells what was new; the next find what the saves before them have stored.
      outcomes ??= planned.plan.outcomes;
      const writes = firstWrites(planned.plan.writes);
      isMore = writes.length < planned.plan.writes.length;
      return writes.length === 0 ? { refusal: 'nothingNew' } : { writes };
    });
    if (!saved.ok && 'refusal' in saved) return saved.refusal === 'several' ? severalPatientsWords(candidates) : (outcomes ?? []);
    if (!saved.ok) {
      if (saved.failure.code === 'diskFull') throw new ImportFailure(diskFullWords);
      return `${notImportedWords} (${saved.failure.code}${'path' in saved.failure ? ` ${saved.failure.path}` : ''})`;
    }
    if (!isMore) return outcomes ?? [];
    await giveWay();
  }
}

function firstWrites(writes: readonly NewWrite[]): readonly NewWrite[] {
  let bytes = 0;
  const upTo = writes.findIndex((write, at) => {
    bytes += Buffer.byteLength(canonicalJson(write.op === 'create' ? write.document : write.changes));
    return at >= maxWrites || (at > 0 && bytes > maxBytes);
  });
  return upTo < 0 ? writes : writes.slice(0, upTo);
}

/** Counts every resource by its type; what is wrong with itself is listed by name too. */
function tellOutcomes(outcomes: readonly ResourceOutcome[], path: string, progress: JobProgress, report: Report): void {
  const byType: Record<string, { read: number; stored: number; skipped: number; why: string }> = Object.fromEntries(Object.entries(progress.byType).map(([type, count]) => [type, { ...count }]));
  for (const { resource, skipped } of outcomes) {
    const count = (byType[resource.type] ??= { read: 0, stored: 0, skipped: 0, why: '' });
    count.read += 1;
    if (skipped === null) {
      count.stored += 1;
      progress.imported += 1;
      for (const date of resource.type === 'Patient' ? [] : impossibleDates(resource.content)) {
        report.add({ place: basename(path), outcome: withoutDateWords, field: `${resource.type}/${resource.id}`, reason: impossibleDateWords, inFile: date, onRecord: '' });
      }
      continue;
    }
    count.skipped += 1;
    if (skipped === 'alreadyHere') progress.matched += 1;
    const words = skipWords[skipped];
    if (!count.why.includes(words)) count.why = count.why === '' ? words : `${count.why}; ${words}`;
    if (skipped === 'invalid' || skipped === 'unnamed' || skipped === 'otherPatient' || skipped === 'noResource') {
      report.add({ place: basename(path), outcome: notImportedWords, field: `${resource.type}/${resource.id}`, reason: words, inFile: '', onRecord: '' });
    }
  }
  progress.byType = byType;
}
