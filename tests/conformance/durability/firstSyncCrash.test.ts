import { fork } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { searchPatients } from '@lianyi/desktop/host/features/patients/search/searchPatients';
import { signerOf } from '@lianyi/desktop/host/replica/deviceKey';
import { organisationScope } from '@lianyi/schema/documents/kinds';
import type { Manifest, SnapshotDocument } from '@lianyi/schema/wire/snapshot';
import { manifestToSign } from '@lianyi/schema/wire/snapshot';
import { aPatient, testOrgId } from '@lianyi/tests/builders/aPatient';
import type { TestReplica } from '@lianyi/tests/builders/aReplica';
import { aReplica } from '@lianyi/tests/builders/aReplica';

const scope = organisationScope(testOrgId);
const slice = 40;
const patients = Array.from({ length: 800 }, (_, at) => aPatient({ name: `龙居${at}`, phone: `1500000${String(at).padStart(4, '0')}` }));
const documents = patients.map((body): SnapshotDocument => ({ kind: 'patient', version: 1, revision: 1, body }));

/** Patients in one chunk, and in `later` chunks of other tiers what comes after them. */
function manifestOf(clinic: TestReplica, later: readonly Manifest['chunks'][number][] = []): Manifest {
  const chunks = [{ sha256: '0'.repeat(64), bytes: 1, documents: documents.length, tier: 1 }, ...later];
  const unsigned = { scope, epoch: clinic.county.epoch, number: 7, kinds: {}, builtAt: '', chunks };
  return { ...unsigned, signature: signerOf(clinic.county.key)(manifestToSign(unsigned)) };
}

/** Kills a process that takes the snapshot in as soon as it has taken so many pieces. */
async function killedAfter(pieces: number, { directory, key, identity }: TestReplica, path: string): Promise<void> {
  const child = fork(join(import.meta.dirname, 'takeSnapshotOnce.ts'), [JSON.stringify({ directory, key: Buffer.from(key).toString('base64'), identity, path, slice })], { stdio: 'inherit' });
  let taken = 0;
  await new Promise<void>((resolve) => {
    child.on('message', () => {
      taken += 1;
      if (taken >= pieces) child.kill('SIGKILL');
    });
    child.on('close', () => resolve());
  });
}

const indexesOf = ({ replica }: TestReplica): readonly unknown[] => replica.all("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'patient_row' ORDER BY name");
const patientsIn = ({ replica }: TestReplica): number => replica.get<{ n: number }>('SELECT count(*) AS n FROM patient_row')?.n ?? 0;
const found = ({ replica, identity }: TestReplica, query: string): number => searchPatients(replica, { query, limit: 5, onlyHere: false, orgId: identity.orgId, day: '2026-03-09' }).hits.length;
const take = ({ replica }: TestReplica, { signature }: Manifest, from: number, to: number): void => {
  for (let at = from; at < to; at += slice) replica.applySnapshot(signature, { nextChunk: 0, nextDocument: at }, documents.slice(at, Math.min(to, at + slice)));
};

test('SYNC-15 killed in the midst of a first sync, again and again, a PC opens whole with all its indexes, and goes on', { timeout: 120_000 }, async () => {
  let clinic = aReplica();
  const all = indexesOf(clinic);
  const manifest = manifestOf(clinic);
  const path = join(clinic.directory, 'snapshot.json');
  writeFileSync(path, JSON.stringify({ manifest, documents }));
  clinic.replica.close();
  for (const pieces of [1, 3, 5]) {
    await killedAfter(pieces, clinic, path);
    clinic = clinic.reopen();
    expect(clinic.replica.integrityCheck()).toBe('ok');
    expect(indexesOf(clinic)).toEqual(all);
    expect(patientsIn(clinic)).toBe(clinic.replica.snapshots()[0]?.nextDocument);
    clinic.replica.close();
  }
  clinic = clinic.reopen();
  const have = patientsIn(clinic);
  expect(have).toBeGreaterThan(0);
  expect(have).toBeLessThan(documents.length);
  take(clinic, manifest, have, documents.length);
  expect([patientsIn(clinic), found(clinic, '15000000799'), clinic.replica.snapshots().length]).toEqual([documents.length, 1, 0]);
  expect(indexesOf(clinic)).toEqual(all);
  clinic.close();
});

test('SYNC-15 while the rows of a first sync come without their indexes who is here is found, and they are built before the records', () => {
  const clinic = aReplica();
  const all = indexesOf(clinic);
  const manifest = manifestOf(clinic, [{ sha256: '1'.repeat(64), bytes: 1, documents: 1, tier: 3 }]);
  expect(clinic.replica.beginSnapshot(scope, manifest)).toBe('begun');
  take(clinic, manifest, 0, 400);
  expect(indexesOf(clinic).length).toBeLessThan(all.length);
  expect(['龙居', 'longju', '15000000399', '19590214'].map((query) => found(clinic, query) > 0)).toEqual([true, true, true, true]);
  expect(found(clinic, '15000000400')).toBe(0);
  const later = aPatient({ name: '龙后' });
  clinic.save([{ op: 'create', document: later }]);
  expect(found(clinic, '龙后')).toBe(1);
  take(clinic, manifest, 400, documents.length);
  clinic.replica.applySnapshot(manifest.signature, { nextChunk: 1, nextDocument: 0 }, [{ kind: 'patient', version: 1, revision: 1, body: aPatient({ name: '龙末' }) }]);
  expect(indexesOf(clinic)).toEqual(all);
  expect(patientsIn(clinic)).toBe(documents.length + 2);
  clinic.close();
});

test('SYNC-15 a first sync by the log has these indexes built last, too; a page that is all there is, and what comes later, takes none away', () => {
  const clinic = aReplica();
  const all = indexesOf(clinic);
  const { replica, county } = clinic;
  const page = (count: number, more: boolean): void => {
    const some = Array.from({ length: count }, () => aPatient({ name: '程远' }));
    replica.apply({ epoch: county.epoch, scopes: [...clinic.scopes], receipts: [], page: { ...county.puts(some, clinic.scopes), more } });
    if (!more) replica.firstSyncIsDone();
  };
  page(3, true);
  expect(indexesOf(clinic).length).toBeLessThan(all.length);
  page(3, true);
  page(3, false);
  expect([indexesOf(clinic), patientsIn(clinic)]).toEqual([all, 9]);
  page(3, true);
  expect(indexesOf(clinic)).toEqual(all);
  clinic.close();
  const other = aReplica();
  other.pull(aPatient());
  expect(indexesOf(other)).toEqual(all);
  other.close();
  // By a stick the rest may be long in coming; and whoever looks for many has them built.
  const [byStick, importing] = [aReplica(), aReplica()];
  for (const [one, road] of [[byStick, 'stick'], [importing, 'line']] as const) {
    one.replica.apply({ epoch: one.county.epoch, scopes: [...one.scopes], receipts: [], page: { ...one.county.puts([aPatient()], one.scopes), more: true } }, road);
  }
  expect([indexesOf(byStick).length, indexesOf(importing).length < all.length]).toEqual([all.length, true]);
  importing.replica.buildIndexes();
  expect(indexesOf(importing)).toEqual(all);
  byStick.close();
  importing.close();
});

test.each([
  ['given up for the log', ({ replica }: TestReplica) => replica.giveUpSnapshot(scope)],
  ['over by another road', ({ replica }: TestReplica) => replica.firstSyncIsDone()],
])('SYNC-15 a snapshot that is %s leaves no index away', (_how, end) => {
  const clinic = aReplica();
  const all = indexesOf(clinic);
  const manifest = manifestOf(clinic);
  clinic.replica.beginSnapshot(scope, manifest);
  take(clinic, manifest, 0, 80);
  expect(indexesOf(clinic)).not.toEqual(all);
  end(clinic);
  expect(indexesOf(clinic)).toEqual(all);
  clinic.close();
});

test('SYNC-13 a document of a first sync that this version stumbles over is parked; what shared its commit is taken again, and nothing lacks', () => {
  const clinic = aReplica();
  const manifest = manifestOf(clinic);
  const last = documents[slice * 3 - 1]?.body as { readonly id: string };
  clinic.replica.beginSnapshot(scope, manifest);
  // Two slices come, then one with a document whose row is there already.
  clinic.replica.all("INSERT INTO patient_row SELECT 1000000, ?, '', '', NULL, '', '', NULL, NULL, NULL, '', '', 0 RETURNING row", last.id);
  const place = (): number => clinic.replica.snapshots()[0]?.nextDocument ?? documents.length;
  const came: (number | undefined)[] = [];
  for (let tries = 0; place() < documents.length && tries < 30; tries += 1) {
    const from = place();
    came.push(clinic.replica.applySnapshot(manifest.signature, { nextChunk: 0, nextDocument: from }, documents.slice(from, from + slice))?.documents);
  }
  clinic.replica.keepSnapshot();
  expect(came).toEqual([slice, slice, undefined, ...Array.from({ length: documents.length / slice }, () => slice)]);
  expect(clinic.replica.get<{ n: number }>('SELECT count(*) AS n FROM document WHERE shown IS NOT NULL')?.n).toBe(documents.length - 1);
  expect(clinic.replica.all('SELECT document_id, reason FROM parked')).toEqual([{ document_id: last.id, reason: 'invalid' }]);
  expect(clinic.replica.cursors()[scope]).toBe(manifest.number);
  clinic.replica.close();
  const again = clinic.reopen();
  expect([found(again, '15000000118'), found(again, '15000000120')]).toEqual([1, 1]);
  again.close();
});

test('SYNC-15 slices whose commit failed under another write are taken again: what comes after them is not taken in their place', () => {
  const clinic = aReplica();
  const manifest = manifestOf(clinic);
  clinic.replica.beginSnapshot(scope, manifest);
  const takeFrom = (nextDocument: number, nextChunk = 0): number | undefined => clinic.replica.applySnapshot(manifest.signature, { nextChunk, nextDocument }, documents.slice(nextDocument, nextDocument + slice))?.documents;
  expect(takeFrom(0)).toBe(slice);
  // As if the two after it had been rolled back.
  expect([takeFrom(3 * slice), takeFrom(slice, 1), takeFrom(0)]).toEqual([undefined, undefined, undefined]);
  for (let at = slice; at < documents.length; at += slice) expect(takeFrom(at)).toBe(slice);
  expect(patientsIn(clinic)).toBe(documents.length);
  clinic.close();
});

test('SYNC-15 of a scope that is no longer followed nothing more is taken in, in the midst of a chunk either', () => {
  const clinic = aReplica();
  const manifest = manifestOf(clinic);
  clinic.replica.beginSnapshot(scope, manifest);
  const takeFrom = (nextDocument: number): number | undefined => clinic.replica.applySnapshot(manifest.signature, { nextChunk: 0, nextDocument }, documents.slice(nextDocument, nextDocument + slice))?.documents;
  expect(takeFrom(0)).toBe(slice);
  clinic.replica.apply({ epoch: clinic.county.epoch, scopes: clinic.scopes.filter((name) => name !== scope), receipts: [], page: clinic.county.puts([], clinic.scopes) });
  expect(takeFrom(slice)).toBeUndefined();
  expect(patientsIn(clinic)).toBe(0);
  clinic.close();
});
