/** How a PC is opened whose staff forgot their PINs, and that nothing opens one whose keys are gone. */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileKeyStore, startHost } from '@lianyi/desktop/host/index';
import { recoverPath, recoveryCodeId, recoveryProof, recoveryProofKey } from '@lianyi/schema/wire/recovery';
import { actOnDevice } from '@lianyi/sync-server/access/deviceActs';
import { makeRecoveryCode } from '@lianyi/sync-server/access/deviceRecoveryCodes';
import { auditPage } from '@lianyi/sync-server/reports/audit';
import { aBadLine } from '@lianyi/tests/builders/aBadLine';
import { aClinic } from '@lianyi/tests/builders/aClinic';
import { people, places } from '@lianyi/tests/builders/aCounty';
import { aPatient } from '@lianyi/tests/builders/aPatient';
import { afterAll, expect, test } from 'vitest';
import { doorEventsOf, keyHolders, pin, resourcesDir, until } from './keyHolders.ts';

const parts = await keyHolders();
const { county, village, restarted, codeFor } = parts;
afterAll(async () => { await parts.close(); });

test('KEY-10 a PC whose staff all forgot their PINs is opened again by the county with a one-time code, and nothing is lost', { timeout: 180_000 }, async () => {
  const line = await aBadLine(county.url);
  const clinic = await village(line.url);
  await clinic.exchange();
  line.mood = 'dead';
  line.breakAll();
  const patient = aPatient({ homeId: places.village });
  clinic.save([{ op: 'create', document: patient }]);
  const { deviceId } = clinic.replica.identity;
  const host = await restarted(clinic);
  line.mood = 'good';
  const ask = { personId: people.villageDoctor, secret: '864209' };
  expect(await host.caller.keys.recover({ ...ask, code: 'ABCD-EFGH-JKMN' })).toMatchObject({ ok: false, reason: 'refused' });
  const code = await codeFor(deviceId, people.villageDoctor);
  expect(await host.caller.keys.recover({ ...ask, code, secret: '123456' })).toMatchObject({ ok: false, reason: 'fault' });
  // A code is of one person and one PC.
  const other = await aClinic(county, { orgId: places.otherVillage, personId: people.otherDoctor });
  expect(await other.host.caller.keys.recover({ personId: people.otherDoctor, secret: '864209', code })).toMatchObject({ ok: false, reason: 'refused' });
  await other.close();
  // Tried for somebody else first, and another code after it: it is still good.
  expect(await host.caller.keys.recover({ ...ask, personId: people.nurse, code })).toMatchObject({ ok: false, reason: 'otherPerson' });
  expect(await host.caller.keys.recover({ ...ask, code: 'ABCD-EFGH-JKMN' })).toMatchObject({ ok: false, reason: 'refused' });
  expect(await host.caller.keys.recover({ ...ask, code: code.toLowerCase().replaceAll('-', ' ') })).toMatchObject({ ok: true, name: '龙正明' });
  expect(doorEventsOf(host)).toMatchObject([{ what: 'recovered', personId: people.villageDoctor, byId: null, reason: null }]);
  expect((await host.caller.session.status()).current).toBeNull();
  expect(await host.caller.session.unlock({ personId: people.villageDoctor, pin: '864209' })).toMatchObject({ ok: true });
  expect(await host.caller.patients.chart({ patientId: patient.id })).not.toBeNull();
  expect(await host.caller.keys.recover({ ...ask, secret: '975310', code })).toMatchObject({ ok: false, reason: 'refused' });
  const row = await county.county.db.selectFrom('deviceRecoveryCode').selectAll().where('codeId', '=', recoveryCodeId(code)).executeTakeFirstOrThrow();
  expect(row).toMatchObject({ deviceId, personId: people.villageDoctor, reason: '都忘了', madeBy: '龙建军' });
  expect(row.usedAt).not.toBeNull();
  // That its key was given out, and for whom, is in the audit.
  expect(await county.county.db.selectFrom('auditEntry').select(['actor', 'about', 'detail']).where('action', '=', 'device.recovered').where('about', '=', deviceId).execute())
    .toMatchObject([{ actor: 'device', about: deviceId, detail: { deviceId, personId: people.villageDoctor } }]);
  expect(JSON.stringify(row)).not.toContain(code);
  // AUDIT-6: the code was theirs, so that it was they who set the PIN.
  await host.context.clinic()?.replication.exchangeNow();
  const { rows } = await auditPage(county.county.db, { patientId: null, personId: null, deviceId, from: null, until: null, what: 'access' }, null, 50);
  expect(rows.filter(({ action }) => action === 'door.recovered')).toMatchObject([{ who: { id: people.villageDoctor, name: '龙正明' }, about: '龙正明' }]);
  await host.close();
  await line.close();
});

test('KEY-10 the code does not travel, whoever listens cannot have the answer sealed to themselves, and a stolen PC gets none', { timeout: 120_000 }, async () => {
  const clinic = await village();
  const { deviceId } = clinic.replica.identity;
  const code = await codeFor(deviceId, people.villageDoctor);
  const slot = readFileSync(join(clinic.dataDir, 'recovery.slot')).toString('base64');
  const unproven = { deviceId, slot, to: randomBytes(32).toString('base64'), codeId: recoveryCodeId(code) };
  const good = { ...unproven, to: clinic.replica.pedigree().certificates[0]?.publicKey ?? '' };
  const post = async (body: object): Promise<number> => (await fetch(`${county.url}${recoverPath}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })).status;
  const proof = recoveryProof(recoveryProofKey(code), good);
  expect(JSON.stringify({ ...good, proof })).not.toContain(code.slice(0, 4));
  // Somebody on the way puts their own key, or another slot, in its place.
  expect(await post({ ...good, to: county.county.key.publicKey, proof })).toBe(403);
  expect(await post({ ...good, slot: Buffer.from('x').toString('base64'), proof })).toBe(403);
  // A slot that this PC did not seal is not opened, though the code is right.
  const foreign = { ...good, slot: Buffer.from('{"lianyi":"parcel 1"}\n').toString('base64') };
  expect(await post({ ...foreign, proof: recoveryProof(recoveryProofKey(code), foreign) })).toBe(409);
  await actOnDevice(county.county.db, deviceId, 'stolen', { by: '县信息科', reason: '失窃' }, new Date());
  expect(await post({ ...good, proof })).toBe(403);
  expect(await makeRecoveryCode(county.county.db, { deviceId, personId: people.villageDoctor, reason: 'x', by: 'y' }, new Date())).toEqual({ ok: false, reason: 'endedDevice' });
  await actOnDevice(county.county.db, deviceId, 'found', { by: '县信息科', reason: '失窃' }, new Date());
  expect(await post({ ...good, proof })).toBe(200);
  expect(await makeRecoveryCode(county.county.db, { deviceId, personId: people.farDoctor, reason: 'x', by: 'y' }, new Date())).toEqual({ ok: false, reason: 'unknownPerson' });
  // Of a retired one anybody of the roster: its institution's own may all have gone, and what it holds is still to be delivered.
  await actOnDevice(county.county.db, deviceId, 'keep', { by: '县信息科', reason: '关停' }, new Date());
  expect(await makeRecoveryCode(county.county.db, { deviceId, personId: people.farDoctor, reason: 'x', by: 'y' }, new Date())).toMatchObject({ ok: true });
  expect(await makeRecoveryCode(county.county.db, { deviceId: 'nobody', personId: people.villageDoctor, reason: 'x', by: 'y' }, new Date())).toEqual({ ok: false, reason: 'unknownDevice' });
  await clinic.close();
});

test('KEY-12 once the keys are destroyed the files of before are noise: neither PIN nor key store nor county opens the replica', { timeout: 120_000 }, async () => {
  const clinic = await village();
  await clinic.exchange();
  const patient = aPatient({ homeId: places.village, name: '记号龙阿秀' });
  clinic.save([{ op: 'create', document: patient }]);
  await clinic.exchange();
  const { dataDir } = clinic;
  for (const left of ['keystore.sealed', 'slots.json.new', 'before-1-slots.json', 'before-1-replica.db', 'replica.db.copy']) writeFileSync(join(dataDir, left), 'x');
  const image = new Map(['replica.db', 'replica.db-wal'].map((file) => [file, readFileSync(join(dataDir, file))]));
  await actOnDevice(county.county.db, clinic.replica.identity.deviceId, 'retire', { by: '县信息科', reason: '失窃' }, new Date());
  await clinic.host.context.clinic()?.replication.exchangeNow();
  await until(() => clinic.host.context.clinic() === null);
  for (const gone of ['slots.json', 'slots.json.new', 'recovery.slot', 'keystore', 'keystore.sealed', 'before-1-slots.json', 'before-1-replica.db', 'replica.db', 'replica.db-wal', 'replica.db.copy']) {
    expect([gone, existsSync(join(dataDir, gone))]).toEqual([gone, false]);
  }
  await clinic.host.close();
  parts.remove(dataDir);

  // Whoever pulled the disk out before the files were deleted has these.
  for (const [file, bytes] of image) {
    expect(bytes.includes('记号龙阿秀')).toBe(false);
    expect(bytes.subarray(0, 16).toString('latin1')).not.toContain('SQLite format');
    writeFileSync(join(dataDir, file), bytes);
  }
  const host = startHost({ dataDir, resourcesDir, keyStore: fileKeyStore(join(dataDir, 'keystore')) });
  expect(await host.caller.session.unlock({ personId: people.villageDoctor, pin })).toMatchObject({ ok: false });
  expect(await host.caller.keys.recover({ personId: people.villageDoctor, secret: '864209', code: 'ABCD-EFGH-JKMN' })).toMatchObject({ ok: false, reason: 'noSlot' });
  await host.close();
});
