/**
 * A day's visits of a village clinic, saved without a line, then sent over the one that it is told. Before, it has taken
 * its patients over a good line. What is timed begins with the line.
 */
import { localClockTime } from '@lianyi/schema/basics/dates';
import type { AnyDocument } from '@lianyi/schema/documents/kinds';
import type { Patient } from '@lianyi/schema/documents/patient';
import { people, places } from '../../../builders/places.ts';
import { discard, openAlone, openEnrolled } from '../../../builders/anEnrolledReplica.ts';
import { testOrgId, testPersonId } from '../../../builders/aPatient.ts';
import { aWholeVisit } from '../../aWholeVisit.ts';
import type { Task } from '../contestant.ts';
import { sourceBatches } from '../sourceDocuments.ts';

export interface VisitsUp {
  readonly seconds: number;
  /** Bundles that the county holds, each accepted as it was sent. */
  readonly accepted: number;
}

const { enrolled, from, batch: visits = 40, source } = JSON.parse(process.argv[2] ?? '') as Task;
if (enrolled === undefined) throw new Error('no replica');
const before = openEnrolled(enrolled);
for (let view = before.replication.line(); view.pulling !== null;) view = await before.replication.changed(view.version, 1_000);
await before.close();

const patients = [...sourceBatches(source)].flat();
const alone = openAlone(enrolled);
for (const patient of patients.slice(0, visits)) {
  const saved = alone.save('encounters.sign', enrolled.actor, () => ({ writes: visitOf(patient).map((document) => ({ op: 'create', document }) as const) }));
  if (!saved.ok) throw new Error(`not saved: ${JSON.stringify(saved)}`);
}
alone.close();

const startedAt = performance.now();
const opened = openEnrolled(enrolled, { countyUrl: from });
for (let view = opened.replication.line(); view.waiting.count > 0;) view = await opened.replication.changed(view.version, 1_000);
const seconds = (performance.now() - startedAt) / 1000;
const accepted = Number(opened.replica.get<{ count: number }>("SELECT count(*) AS count FROM bundle WHERE state = 'held' AND outcome = 'accepted'")?.count);
await opened.close();
discard(enrolled);
process.send?.({ seconds, accepted } satisfies VisitsUp, () => process.exit());

/** As this clinic and its doctor write it: the county takes nothing from others of this PC. */
function visitOf(patient: Patient): readonly AnyDocument[] {
  const visit = JSON.stringify(aWholeVisit(patient, localClockTime(new Date())));
  return JSON.parse(visit.replaceAll(testOrgId, places.village).replaceAll(testPersonId, people.villageDoctor)) as readonly AnyDocument[];
}
