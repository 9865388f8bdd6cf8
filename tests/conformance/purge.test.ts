import { spawn } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startHost } from '@lianyi/desktop/host/index';
import { fileKeyStore } from '@lianyi/desktop/host/replica/keyStore';
import { purgedNotice } from '@lianyi/schema/wire/purge';
import { actOnDevice } from '@lianyi/sync-server/access/deviceActs';
import { aBadLine } from '@lianyi/tests/builders/aBadLine';
import type { BadLine } from '@lianyi/tests/builders/aBadLine';
import type { TestClinic } from '@lianyi/tests/builders/aClinic';
import { aClinic } from '@lianyi/tests/builders/aClinic';
import type { TestCountyServer } from '@lianyi/tests/builders/aCounty';
import { aCounty, create, people, places } from '@lianyi/tests/builders/aCounty';
import { aPatient } from '@lianyi/tests/builders/aPatient';

let county: TestCountyServer;
beforeAll(async () => { county = await aCounty(); }, 180_000);
afterAll(async () => { await county.close(); });

const secrets = ['replica.db', 'replica.db-wal', 'replica.db-shm', 'slots.json', 'keystore'];
const left = (clinic: TestClinic): readonly string[] => readdirSync(clinic.dataDir).filter((file) => secrets.includes(file));

const retire = async (id: string) => actOnDevice(county.county.db, id, 'retire', { by: '县信息科', reason: '电脑太旧' }, new Date());

async function deviceRow(id: string) {
  return county.county.db.selectFrom('device').select(['status', 'purgeNonce', 'purgedAt']).where('id', '=', id).executeTakeFirstOrThrow();
}

async function until(isSo: () => Promise<boolean> | boolean): Promise<void> {
  for (let at = 0; at < 1_000; at += 1) {
    if (await isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('it did not come to that');
}

async function commandLine(dataDir: string, command: string): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(import.meta.dirname, '../../apps/desktop/src/cli/main.ts'), '--data-dir', dataDir, '--pin', '135790', command]);
    let [out, err] = ['', ''];
    child.stdout.on('data', (chunk) => (out += String(chunk)));
    child.stderr.on('data', (chunk) => (err += String(chunk)));
    child.on('close', (code) => resolve({ code: code ?? -1, out, err }));
  });
}

async function aVillage(): Promise<{ readonly clinic: TestClinic; readonly line: BadLine; readonly id: string }> {
  const line = await aBadLine(county.url);
  const clinic = await aClinic(county, { orgId: places.village, personId: people.villageDoctor, countyUrl: line.url });
  return { clinic, line, id: clinic.replica.identity.deviceId };
}

test('SYNC-35 a PC that is to be purged delivers what it has first, then deletes keys and records, says so, and the county hears of it', { timeout: 180_000 }, async () => {
  const { clinic, line, id } = await aVillage();
  await clinic.exchange();
  line.mood = 'dead';
  line.breakAll();
  const patient = aPatient({ homeId: places.village });
  clinic.save([{ op: 'create', document: patient }]);
  await retire(id);
  line.mood = 'good';
  await clinic.host.context.clinic()?.replication.exchangeNow();
  await until(() => clinic.host.context.clinic() === null);

  expect(left(clinic)).toEqual([]);
  expect(await county.county.db.selectFrom('document').select('id').where('id', '=', patient.id).execute()).toHaveLength(1);
  await until(async () => (await deviceRow(id)).purgedAt !== null);
  // AUDIT-6 The county writes down what the PC cannot tell any more.
  await until(async () => (await county.county.db.selectFrom('auditEntry').select(['actor', 'about']).where('action', '=', 'device.purged').where('about', '=', id).execute()).length === 1);
  // The county has heard it before its answer is back.
  await until(async () => (await clinic.host.caller.session.status()).purged?.isConfirmed === true);
  const session = await clinic.host.caller.session.status();
  expect(session).toMatchObject({ current: null, staff: [], purged: { bundlesHeld: 1, isConfirmed: true } });
  await expect(clinic.host.caller.patients.chart({ patientId: patient.id })).rejects.toThrow('locked');
  expect(await clinic.host.caller.session.unlock({ personId: people.villageDoctor, pin: '135790' })).toMatchObject({ ok: false });
  await clinic.close();
  await line.close();
});

test('SYNC-35 cut off in the midst of it, or without a line at the end, the next start finishes and tells the county', { timeout: 180_000 }, async () => {
  const { clinic, line, id } = await aVillage();
  const { dataDir } = clinic;
  const device = await county.enrol(places.village);
  await clinic.exchange();
  await retire(id);
  await clinic.host.context.clinic()?.replication.exchangeNow();
  await until(async () => (await deviceRow(id)).purgedAt !== null);
  await clinic.host.close();

  // As a power cut would have left it: the receipt is there, the files too, and the county has not heard.
  const file = join(dataDir, 'purged.json');
  const receipt = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  writeFileSync(file, JSON.stringify({ ...receipt, isDone: false, isConfirmed: false }));
  for (const name of secrets) writeFileSync(join(dataDir, name), 'x');
  await county.county.db.updateTable('device').set({ purgedAt: null }).where('id', '=', id).execute();
  const host = startHost({ dataDir, resourcesDir: join(import.meta.dirname, '../../resources'), keyStore: fileKeyStore(join(dataDir, 'keystore')) });
  expect(secrets.filter((name) => existsSync(join(dataDir, name)))).toEqual([]);
  await until(async () => (await deviceRow(id)).purgedAt !== null);
  await host.close();
  expect(await commandLine(dataDir, 'dump')).toEqual({ code: 1, out: '', err: expect.stringMatching(/^县里已停用这台电脑.*The county has ended this PC.*\n$/) as string });

  // A notice that names no order, or is another's, counts for nothing.
  const notice = purgedNotice.parse(receipt['notice']);
  const post = async (body: unknown): Promise<number> => (await fetch(`${county.url}/devices/purged`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })).status;
  expect(await post({ ...notice, nonce: 'another' })).toBe(401);
  expect(await post({ ...notice, deviceId: device.id })).toBe(401);
  await county.county.db.updateTable('device').set({ purgeNonce: null }).where('id', '=', id).execute();
  expect(await post(notice)).toBe(404);
  await clinic.close();
  await line.close();
});

test('SYNC-35 no order is given while a device says that something waits, or sent something whose predecessor has not come', { timeout: 60_000 }, async () => {
  const device = await county.enrol(places.village);
  await device.push([create(aPatient({ homeId: places.village }))]);
  await retire(device.id);
  const missing = device.submit(device.bundle([create(aPatient({ homeId: places.village }))]));
  const later = device.submit(device.bundle([create(aPatient({ homeId: places.village }))]));
  expect((await device.exchange({ waiting: 1, pageDocuments: 0 })).purge).toBeUndefined();
  expect((await device.exchange({ pageDocuments: 0 })).purge).toBeUndefined();
  expect(await device.exchange({ waiting: 0, submissions: [later], pageDocuments: 0 })).not.toHaveProperty('purge');
  const answer = await device.exchange({ waiting: 0, submissions: [missing], pageDocuments: 0 });
  expect(answer.purge).toMatchObject({ deviceId: device.id, epoch: device.epoch });
  expect(answer.scopes).toEqual([]);
  expect((await deviceRow(device.id)).purgeNonce).toBe(answer.purge?.nonce);
  await actOnDevice(county.county.db, device.id, 'found', { by: '县信息科', reason: '停用错了' }, new Date());
  expect((await device.exchange({ waiting: 0, pageDocuments: 0 })).purge).toBeUndefined();
});
