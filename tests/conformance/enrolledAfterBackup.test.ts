import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { callerOf, fileKeyStore, restoreClinic, startHost } from '@lianyi/desktop/host/index';
import type { Host } from '@lianyi/desktop/host/index';
import type { AnyDocument } from '@lianyi/schema/documents/kinds';
import { readmissionPath } from '@lianyi/schema/wire/certificate';
import { confirmDevice, confirmDevices } from '@lianyi/sync-server/access/deviceStatus';
import { makeEnrolmentCode } from '@lianyi/sync-server/access/enrolmentCodes';
import { backup, restore } from '@lianyi/sync-server/cli/backup';
import type { RunningServer } from '@lianyi/sync-server/index';
import { startServer } from '@lianyi/sync-server/index';
import type { Database } from '@lianyi/sync-server/store/database';
import { openAsOwner } from '@lianyi/sync-server/store/database';
import { everyDocument } from '@lianyi/sync-server/store/everyDocument';
import type { TestClinic } from '@lianyi/tests/builders/aClinic';
import { aClinic } from '@lianyi/tests/builders/aClinic';
import type { TestCountyServer } from '@lianyi/tests/builders/aCounty';
import { aCounty, people, places } from '@lianyi/tests/builders/aCounty';
import { aPatient } from '@lianyi/tests/builders/aPatient';
import { anEmptyDatabase } from '@lianyi/tests/builders/aTestPostgres';

const [pin, passphrase] = ['135790', '青石坪的口令，十二个字也够长'];
const folder = mkdtempSync(join(tmpdir(), 'lianyi-after-backup-'));
const keyFile = join(folder, 'backup.key');
const newKeyDir = join(folder, 'keys');
const resourcesDir = join(import.meta.dirname, '../../resources');

let county: TestCountyServer;
let late: TestClinic | undefined;
const empties: Awaited<ReturnType<typeof anEmptyDatabase>>[] = [];
let restored: RunningServer | undefined;
let before: TestClinic;
let after: TestClinic;
let twin: Host | undefined;

beforeAll(async () => {
  writeFileSync(keyFile, randomBytes(64));
  county = await aCounty();
  before = await aClinic(county, { orgId: places.village, personId: people.villageDoctor });
}, 180_000);
afterAll(async () => {
  await twin?.close();
  await before.close();
  await after.close();
  await late?.close();
  await restored?.close();
  await county.close();
  for (const empty of empties) await empty.drop();
  rmSync(folder, { recursive: true, force: true });
});

const clinicOf = (host: Host) => {
  const clinic = host.context.clinic();
  if (clinic === null) throw new Error('not open');
  return clinic;
};
const patientAt = (host: Host, name: string) => {
  const document = aPatient({ homeId: places.village, name });
  const saved = clinicOf(host).replica.save('tests.save', before.actor, () => ({ writes: [{ op: 'create', document }] }));
  if (!saved.ok) throw new Error('not saved');
  return document;
};
const atCounty = async (db: Database): Promise<ReadonlyMap<string, AnyDocument>> => {
  const all = new Map<string, AnyDocument>();
  for await (const { id, body } of everyDocument(db)) all.set(id, body);
  return all;
};

const file = join(folder, 'county.backup');

/** Another machine takes the address over, from the same backup. */
async function restoredCounty(): Promise<Database> {
  const empty = await anEmptyDatabase();
  empties.push(empty);
  const db = openAsOwner(empty.databaseUrl);
  expect(await restore(db, file, { keyFile, keyDir: newKeyDir })).toMatchObject({ ok: true });
  await db.destroy();
  restored = await startServer({ databaseUrl: empty.databaseUrl, keyDir: newKeyDir, port: Number(new URL(county.url).port), host: '127.0.0.1', logLevel: 'silent' });
  return restored.county.db;
}
const restoredNow = (): RunningServer => {
  if (restored === undefined) throw new Error('not restored yet');
  return restored;
};

/** Once county IT has confirmed the PCs, all that was lost is there again, and every PC has it just so. */
async function expectAllAgain(now: Database, hosts: readonly Host[], lost: ReadonlyMap<string, AnyDocument>): Promise<void> {
  expect(await confirmDevices(now)).toBe(hosts.length);
  for (const host of hosts) await expect.poll(() => clinicOf(host).replica.isWitness()).toBe(false);
  for (const host of [...hosts, ...hosts]) await clinicOf(host).replication.exchangeNow();
  const all = await atCounty(now);
  for (const [id, document] of lost) expect([id, all.get(id)]).toEqual([id, document]);
  for (const host of hosts) {
    expect(clinicOf(host).replica.lineFacts()).toMatchObject({ quarantined: 0 });
    for (const { id, body, waiting } of clinicOf(host).replica.dump('', 10_000)) expect([id, waiting, body]).toEqual([id, false, all.get(id)]);
    expect(await clinicOf(host).replication.checkNow()).toMatchObject({ ok: true, report: { behind: 0, taken: 0, gone: 0, unknown: 0, left: 0 } });
  }
}

test('SYNC-55 PCs that were enrolled or given a new key after the backup deliver all that they hold to the restored county', async () => {
  const early = patientAt(before.host, '龙早');
  await before.exchange();
  expect(await backup(county.county.db, file, { keyFile, keyDir: county.keyDir }, new Date())).toMatchObject({ ok: true });

  // After the backup: what is held by the first PC, and the first PC's copy, which goes on under a key of its own.
  const shared = patientAt(before.host, '龙共');
  await before.exchange();
  const copy = join(folder, 'clinic.backup');
  const door = before.host.door({ isCommandLine: true });
  await door.door.unlock(people.villageDoctor, pin);
  await callerOf(door).session.backup({ path: copy, passphrase });
  const twinDir = join(folder, 'twin');
  expect(restoreClinic(twinDir, copy, passphrase)).toEqual({ ok: true });
  twin = startHost({ dataDir: twinDir, resourcesDir, keyStore: fileKeyStore(join(twinDir, 'keystore')), countyUrl: county.url });
  await twin.caller.session.unlock({ personId: people.villageDoctor, pin });
  const ofFirst = patientAt(before.host, '龙甲');
  await before.exchange();
  const ofTwin = patientAt(twin, '龙乙');
  expect((await clinicOf(twin).replication.exchangeNow()).problem?.code).toBe('forked');
  const twinDoor = twin.door({ isCommandLine: true });
  await twinDoor.door.unlock(people.villageDoctor, pin);
  expect(await callerOf(twinDoor).session.rekey({ code: await county.code(places.village) })).toMatchObject({ ok: true });
  expect(await clinicOf(twin).replication.exchangeNow()).toMatchObject({ problem: null, waiting: { count: 0 } });
  await confirmDevice(county.county.db, clinicOf(twin).replica.identity.deviceId);
  await clinicOf(twin).replication.exchangeNow();

  // And a PC that is wholly new: some of its work is held, some is not yet.
  after = await aClinic(county, { orgId: places.village, personId: people.villageDoctor });
  await after.exchange();
  const held = patientAt(after.host, '龙新');
  await after.exchange();
  for (const host of [before.host, twin]) await clinicOf(host).replication.exchangeNow();
  const lost = await atCounty(county.county.db);

  await county.county.db.destroy().catch(() => undefined);
  await county.close();
  const unsent = [patientAt(before.host, '龙丁'), patientAt(twin, '龙丙'), patientAt(after.host, '龙戊')];
  const now = await restoredCounty();
  expect(await now.selectFrom('device').select('id').execute()).toHaveLength(1);

  // No code, no command: each says who it was, the new ones first.
  const hosts = [after.host, twin, before.host];
  for (const host of hosts) await expect.poll(async () => (await clinicOf(host).replication.exchangeNow()).waiting.count).toBe(0);
  expect((await now.selectFrom('auditEntry').select('action').where('action', 'in', ['county.restore', 'device.readmitted']).orderBy('number').execute()).map(({ action }) => action)).toEqual(['county.restore', 'device.readmitted', 'device.readmitted']);
  const delivered = await atCounty(now);
  for (const document of [early, shared, ofFirst, ofTwin, held, ...unsent]) expect(delivered.get(document.id)).toEqual(document);

  // They pull nothing before county IT has confirmed them: the first, which the county knew, and the two that came again.
  expect(await now.selectFrom('device').select('id').where('awaitsConfirmation', '=', true).execute()).toHaveLength(3);
  expect(clinicOf(twin).replica.document('patient', unsent[2]?.id ?? '')).toBeUndefined();
  await expectAllAgain(now, hosts, lost);
}, 240_000);

test('SYNC-55 a county that is restored a second time from the same backup has everything again, also what went to the first', async () => {
  if (twin === undefined) throw new Error('no twin');
  const enrolled = await aClinic(county, { orgId: places.village, personId: people.villageDoctor, code: await makeEnrolmentCode(restoredNow().county.db, { orgId: places.village, deviceName: '' }, new Date()) ?? '' });
  late = enrolled;
  await enrolled.exchange();
  const hosts = [before.host, enrolled.host, twin, after.host];
  for (const [at, host] of hosts.entries()) patientAt(host, `龙二${at}`);
  for (const host of [...hosts, ...hosts]) await clinicOf(host).replication.exchangeNow();
  const lost = await atCounty(restoredNow().county.db);
  const [first] = hosts;
  if (first === undefined) throw new Error('no clinic');
  await restoredNow().close();
  const unsent = hosts.map((host, at) => patientAt(host, `龙三${at}`));
  const now = await restoredCounty();
  for (const host of hosts) await expect.poll(async () => (await clinicOf(host).replication.exchangeNow()).waiting.count).toBe(0);
  const delivered = await atCounty(now);
  for (const document of unsent) expect(delivered.get(document.id)).toEqual(document);
  await expectAllAgain(now, hosts, lost);
  for (const host of hosts) expect(clinicOf(host).replica.epoch()).toBe(restoredNow().county.epoch);
}, 240_000);

test('SYNC-55 words that the county never said, or that were altered, take nobody in', async () => {
  const pedigree = clinicOf(after.host).replica.pedigree();
  const [certificate] = pedigree.certificates;
  if (certificate === undefined || pedigree.history === null) throw new Error('no certificate, or no history');
  const ask = async (json: object) => {
    const answer = await fetch(`${county.url}${readmissionPath}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(json) });
    return [answer.status, await answer.json() as unknown];
  };
  const known = async () => {
    const { db } = restoredNow().county;
    return [await db.selectFrom('device').select(['id', 'status', 'awaitsConfirmation']).orderBy('id').execute(), await db.selectFrom('countyAncestry').selectAll().orderBy('generation').execute()];
  };
  const asBefore = await known();
  // Again: it changes nothing, not even whether a device waits to be confirmed.
  expect(await ask(pedigree)).toMatchObject([200, { admitted: 0, history: { epoch: restoredNow().county.epoch } }]);
  const stranger = '01890000-0000-7000-8000-000000000001';
  const notSigned = [403, { code: 'notAllowed', detail: expect.stringContaining('not signed by this county') as string }];
  expect(await ask({ ...pedigree, certificates: [{ ...certificate, deviceId: stranger }] })).toMatchObject(notSigned);
  expect(await ask({ ...pedigree, certificates: [{ ...certificate, orgId: places.township }] })).toMatchObject(notSigned);
  expect(await ask({ ...pedigree, certificates: [{ ...certificate, ancestry: [{ epoch: 'mine', forkNumbers: {} }] }] })).toMatchObject(notSigned);
  expect(await ask({ ...pedigree, history: { ...pedigree.history, epoch: 'mine' } })).toMatchObject(notSigned);
  expect(await ask({ ...pedigree, deviceId: stranger })).toMatchObject([403, { detail: expect.stringContaining('not known here') as string }]);
  expect(await ask({ ...pedigree, certificates: [{ ...certificate, extra: 1 }] })).toMatchObject([400, { code: 'badRequest' }]);
  expect(await ask([])).toMatchObject([400, { code: 'badRequest' }]);
  expect(await known()).toEqual(asBefore);
}, 60_000);
