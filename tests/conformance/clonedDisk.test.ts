import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { callerOf, fileKeyStore, restoreClinic, startHost } from '@lianyi/desktop/host/index';
import type { Host } from '@lianyi/desktop/host/index';
import type { AnyDocument } from '@lianyi/schema/documents/kinds';
import { confirmDevice } from '@lianyi/sync-server/access/deviceStatus';
import { deviceRows } from '@lianyi/sync-server/reports/devices';
import { everyDocument } from '@lianyi/sync-server/store/everyDocument';
import type { TestClinic } from '@lianyi/tests/builders/aClinic';
import { aClinic } from '@lianyi/tests/builders/aClinic';
import type { TestCountyServer } from '@lianyi/tests/builders/aCounty';
import { aCounty, people, places } from '@lianyi/tests/builders/aCounty';
import { aPatient } from '@lianyi/tests/builders/aPatient';
import { aStockMove } from '@lianyi/tests/builders/aStockMove';

let county: TestCountyServer;
let first: TestClinic;
let twin: Host;
const folder = mkdtempSync(join(tmpdir(), 'lianyi-twin-'));
const twinDir = join(folder, 'clinic');
const file = join(folder, 'clinic.backup');
const [pin, passphrase] = ['135790', '青石坪的口令，十二个字也够长'];

beforeAll(async () => {
  county = await aCounty();
  first = await aClinic(county, { orgId: places.village, personId: people.villageDoctor });
}, 180_000);
afterAll(async () => {
  await twin.close();
  await first.close();
  await county.close();
  rmSync(folder, { recursive: true, force: true });
});

const commandLine = async (host: Host) => {
  const door = host.door({ isCommandLine: true });
  await door.door.unlock(people.villageDoctor, pin);
  return callerOf(door);
};
const open = (host: Host) => {
  const clinic = host.context.clinic();
  if (clinic === null) throw new Error('not open');
  return clinic;
};
const saveAt = (host: Host, ...documents: readonly AnyDocument[]): void => {
  const saved = open(host).replica.save('tests.save', first.actor, () => ({ writes: documents.map((document) => ({ op: 'create', document })) }));
  if (!saved.ok) throw new Error('not saved');
};
const patient = (name: string) => aPatient({ homeId: places.village, name });
const shown = (host: Host): ReadonlyMap<string, unknown> => new Map(open(host).replica.dump('', 10_000).map(({ id, body }) => [id, body]));
const atCounty = async () => {
  const all = new Map<string, unknown>();
  for await (const { id, body } of everyDocument(county.county.db)) all.set(id, body);
  return all;
};

test('SYNC-12 SYNC-53 a clinic restored beside its original goes on under a new key: the work of both is at the county, once', async () => {
  saveAt(first.host, patient('龙先'));
  await first.exchange();
  // Saved and not yet known to be held when the copy is made: both will send it.
  const both = aStockMove({ lot: { ownerId: places.village }, quantity: 5 });
  saveAt(first.host, both);
  const { session } = await commandLine(first.host);
  expect(await session.backup({ path: folder, passphrase })).toEqual({ ok: false, trouble: 'folder' });
  expect(await session.backup({ path: join(folder, 'no such folder', 'clinic.backup'), passphrase })).toEqual({ ok: false, trouble: 'missing' });
  expect(existsSync(`${folder}.new`)).toBe(false);
  expect(await session.backup({ path: file, passphrase })).toEqual({ ok: true, bytes: expect.toSatisfy((bytes: number) => bytes > 10_000) as number });
  expect(readFileSync(file).includes(Buffer.from('slots'))).toBe(false);
  await first.exchange();

  const truncated = join(folder, 'truncated.backup');
  writeFileSync(truncated, readFileSync(file).subarray(0, 5_000));
  expect(restoreClinic(twinDir, truncated, passphrase)).toEqual({ ok: false, reason: 'noBackup' });
  expect(restoreClinic(twinDir, folder, passphrase)).toEqual({ ok: false, reason: 'unreadable', trouble: 'folder' });
  expect(restoreClinic(join(file, 'clinic'), file, passphrase)).toEqual({ ok: false, reason: 'unwritable', trouble: 'notAFolder' });
  expect(restoreClinic(twinDir, file, 'another passphrase')).toEqual({ ok: false, reason: 'wrongPassphrase' });
  expect(restoreClinic(twinDir, file, passphrase)).toEqual({ ok: true });
  expect(restoreClinic(twinDir, file, passphrase)).toEqual({ ok: false, reason: 'notEmpty' });
  // The county has moved since: where it is now is told at each start.
  const identityPath = join(twinDir, 'identity.json');
  writeFileSync(identityPath, JSON.stringify({ ...(JSON.parse(readFileSync(identityPath, 'utf8')) as object), countyUrl: 'http://127.0.0.1:9' }));
  twin = startHost({ dataDir: twinDir, resourcesDir: join(import.meta.dirname, '../../resources'), keyStore: fileKeyStore(join(twinDir, 'keystore')), countyUrl: county.url });
  await twin.caller.session.unlock({ personId: people.villageDoctor, pin });
  await open(twin).replication.exchangeNow();

  // Each works on, and the chain of the one whose work comes second is refused.
  const ofFirst = patient('龙甲');
  saveAt(first.host, ofFirst);
  await first.exchange();
  const ofTwin = [patient('龙乙'), aStockMove({ lot: { ownerId: places.village }, quantity: 3 })];
  for (const document of ofTwin) saveAt(twin, document);
  expect((await open(twin).replication.exchangeNow()).problem?.code).toBe('forked');
  expect((await atCounty()).has(ofTwin[0]?.id ?? '')).toBe(false);

  const examined = await (await commandLine(twin)).doctor.examine();
  expect(examined.findings.filter((finding) => finding.outcome !== 'whole').map(({ fault, outcome }) => [fault, outcome])).toEqual([['forked', 'person'], ['notCompared', 'notDone']]);

  const others = await county.code(places.otherVillage);
  expect(await (await commandLine(twin)).session.rekey({ code: others })).toMatchObject({ ok: false, reason: 'refused' });
  const code = await county.code(places.village);
  const original = open(first.host).replica.identity.deviceId;
  const isShownAsForked = async () => (await deviceRows(county.county.db)).find(({ id }) => id === original)?.forkedAt !== null;
  expect(await isShownAsForked()).toBe(true);
  expect(await (await commandLine(twin)).session.rekey({ code })).toMatchObject({ ok: true });
  expect(await isShownAsForked()).toBe(false);
  expect((await deviceRows(county.county.db)).filter(({ awaitsConfirmation }) => awaitsConfirmation).map(({ id }) => id)).toEqual([open(twin).replica.identity.deviceId]);
  expect(await open(twin).replication.exchangeNow()).toMatchObject({ problem: null, waiting: { count: 0 }, quarantined: 0 });

  const unconfirmed = await (await commandLine(twin)).doctor.examine();
  expect(unconfirmed.findings.filter((finding) => finding.outcome !== 'whole').map(({ fault, outcome }) => [fault, outcome])).toEqual([['scopesBehind', 'notDone']]);

  // Delivered, and nothing pulled yet.
  for (const document of ofTwin) expect((await atCounty()).get(document.id)).toEqual(document);
  const late = patient('龙丙');
  saveAt(first.host, late);
  await first.exchange();
  await open(twin).replication.exchangeNow();
  expect(shown(twin).has(late.id)).toBe(false);
  expect(await confirmDevice(county.county.db, open(twin).replica.identity.deviceId)).toBe(true);
  await open(twin).replication.exchangeNow();
  await first.exchange();

  expect(shown(twin)).toEqual(shown(first.host));
  const all = await atCounty();
  for (const [id, body] of shown(twin)) expect(all.get(id)).toEqual(body);
  expect(await county.county.db.selectFrom('stockBalance').select('quantity').execute()).toEqual([{ quantity: 8 }]);
  for (const host of [first.host, twin]) {
    const { findings } = await (await commandLine(host)).doctor.examine();
    expect(findings.filter((finding) => finding.outcome !== 'whole')).toEqual([]);
  }
}, 240_000);

test('SYNC-53 the new key stays after a restart', async () => {
  await twin.close();
  twin = startHost({ dataDir: twinDir, resourcesDir: join(import.meta.dirname, '../../resources'), keyStore: fileKeyStore(join(twinDir, 'keystore')), countyUrl: county.url });
  await twin.caller.session.unlock({ personId: people.villageDoctor, pin });
  const last = patient('龙丁');
  saveAt(twin, last);
  expect(await open(twin).replication.exchangeNow()).toMatchObject({ problem: null, waiting: { count: 0 } });
  expect((await atCounty()).has(last.id)).toBe(true);
}, 120_000);
