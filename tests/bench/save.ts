/**
 * Visit, prescription, dispense and stock in one save, against a bare commit of the same rows into the same tables in
 * the same run. Budgets: one commit to the disk, at most 1.5 times the bare one.
 */
import { readFileSync } from 'node:fs';
import type { Patient } from '@lianyi/schema/documents/patient';
import type { AnyDocument } from '@lianyi/schema/documents/kinds';
import { organisationScope } from '@lianyi/schema/documents/kinds';
import { localClockTime, localDay } from '@lianyi/schema/basics/dates';
import { TestCounty } from '../builders/aReplica.ts';
import { testOrgId } from '../builders/aPatient.ts';
import { answer } from './answer.ts';
import { aWholeVisit } from './aWholeVisit.ts';
import { bareReplica } from './bareReplica.ts';
import { atMost, median, percentile, reported, timed } from './bench.ts';
import { manyResidents } from './manyResidents.ts';
import type { RecordedWrite } from './recordedWrites.ts';
import { recording, replayer } from './recordedWrites.ts';

const residents = 5000;
const saves = 400;
const warmUp = 40;

await answer(() => {
  const log: RecordedWrite[] = [];
  const [recorder, app, bare] = [bareReplica((database) => recording(database, log)), bareReplica(), bareReplica()];
  try {
    const patients = fill([recorder, app, bare]);
    const replay = replayer(bare.database);
    const visits = Array.from({ length: saves + warmUp }, (_, at) => aWholeVisit(patients[at % patients.length] ?? fail(), localClockTime(new Date())));
    // For the count the log begins anew and is not taken up into the file meanwhile.
    app.database.pragma('wal_checkpoint(TRUNCATE)');
    app.database.pragma('wal_autocheckpoint=0');
    let commits = 0;
    const appMs: number[] = [];
    const bareMs: number[] = [];
    let rows = 0;
    for (const [at, visit] of visits.entries()) {
      const writes = visit.map((document: AnyDocument) => ({ op: 'create', document }) as const);
      log.length = 0;
      recorder.save(writes);
      const rowsOfSave = [...log];
      // Turn and turn about, so that neither always meets the warmer disk.
      const [appTook, bareTook] = at % 2 === 0
        ? [timed(() => app.save(writes)), timed(() => replay(rowsOfSave))]
        : [timed(() => replay(rowsOfSave)), timed(() => app.save(writes))].toReversed() as [number, number];
      if (at === warmUp - 1) {
        commits = walCommits(app.path);
        app.database.pragma('wal_autocheckpoint=1000');
      }
      if (at < warmUp) continue;
      rows = rowsOfSave.length;
      appMs.push(appTook);
      bareMs.push(bareTook);
    }
    return [
      atMost('save: times a bare commit of the same rows, median', median(appMs) / median(bareMs), 'x', 1.5),
      atMost('save: commits in the write-ahead log (each one sync)', commits / warmUp, 'per save', 1),
      reported('save: p50', median(appMs), 'ms'),
      reported('save: p95', percentile(appMs, 0.95), 'ms'),
      reported('bare commit: p50', median(bareMs), 'ms'),
      reported('bare commit: p95', percentile(bareMs, 0.95), 'ms'),
      reported('statements in a save', rows, ''),
    ];
  } finally {
    for (const replica of [recorder, app, bare]) replica.close();
  }
});

function fill(replicas: readonly ReturnType<typeof bareReplica>[]): readonly Patient[] {
  const county = new TestCounty();
  const scopes = [organisationScope(testOrgId)];
  const patients: Patient[] = [];
  for (const batch of manyResidents(residents, 1, localDay(new Date()))) {
    const own = batch.map((patient) => ({ ...patient, homeId: testOrgId }));
    patients.push(...own);
    const page = county.puts(own, scopes);
    for (const replica of replicas) replica.apply({ epoch: county.epoch, scopes, receipts: [], page });
  }
  return patients;
}

/**
 * Commits in the write-ahead log: frames that name the size of the database after them, with the salt of the present
 * round. Frame headers are not encrypted. With `synchronous=FULL` SQLite syncs the log once for each; that the disk
 * obeyed is not proven here.
 */
function walCommits(path: string): number {
  const wal = readFileSync(`${path}-wal`);
  if (wal.length < 32) return 0;
  const pageSize = wal.readUInt32BE(8);
  const salt = wal.subarray(16, 24);
  let commits = 0;
  for (let at = 32; at + 24 + pageSize <= wal.length; at += 24 + pageSize) {
    if (!wal.subarray(at + 8, at + 16).equals(salt)) break;
    if (wal.readUInt32BE(at + 4) !== 0) commits += 1;
  }
  return commits;
}

function fail(): never {
  throw new Error('nobody to visit');
}
