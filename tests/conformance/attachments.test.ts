import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { callerOf, fileKeyStore, restoreClinic, startHost } from '@lianyi/desktop/host/index';
import type { Patient } from '@lianyi/schema/documents/patient';
import type { OriginalView } from '@lianyi/desktop/host/features/attachments/views';
import { askCounty } from '@lianyi/desktop/host/replication/attachments/askCounty';
import { downloadPart } from '@lianyi/desktop/host/replication/attachments/downloadPart';
import type { Transport } from '@lianyi/desktop/host/replication/transport';
import { httpTransport } from '@lianyi/desktop/host/replication/transport';
import { sql } from '@lianyi/sync-server/store/database';
import { movePatient } from '@lianyi/sync-server/sync/movePatient';
import { actOnDevice } from '@lianyi/sync-server/access/deviceActs';
import type { BadLine } from '@lianyi/tests/builders/aBadLine';
import { aBadLine } from '@lianyi/tests/builders/aBadLine';
import type { TestClinic } from '@lianyi/tests/builders/aClinic';
import { aClinic } from '@lianyi/tests/builders/aClinic';
import type { TestCountyServer } from '@lianyi/tests/builders/aCounty';
import { aCounty, people, places } from '@lianyi/tests/builders/aCounty';
import { aPicture, sha256Of } from '@lianyi/tests/builders/anAttachment';
import { aPatient } from '@lianyi/tests/builders/aPatient';
import { anEnrolledReplica, discard, openEnrolled } from '@lianyi/tests/builders/anEnrolledReplica';

let county: TestCountyServer;
let line: BadLine;
const clinics: TestClinic[] = [];

beforeAll(async () => {
  county = await aCounty();
  line = await aBadLine(county.url);
}, 180_000);
afterEach(async () => {
  line.mood = 'good';
  for (const clinic of clinics.splice(0)) await clinic.close();
});
afterAll(async () => {
  await line.close();
  await county.close();
});

const aVillage = async (parts: { readonly attachmentQuotaBytes?: number } = {}): Promise<TestClinic> => {
  const clinic = await aClinic(county, { orgId: places.village, personId: people.villageDoctor, countyUrl: line.url, ...parts });
  clinics.push(clinic);
  await clinic.exchange();
  return clinic;
};
const aFarVillage = async (): Promise<TestClinic> => {
  const clinic = await aClinic(county, { orgId: places.farVillage, personId: people.farDoctor });
  clinics.push(clinic);
  await clinic.exchange();
  return clinic;
};
const aVillager = (clinic: TestClinic): Patient => {
  const patient = aPatient({ homeId: clinic.actor.orgId });
  clinic.save([{ op: 'create', document: patient }]);
  return patient;
};
const add = async (clinic: TestClinic, patient: Patient, picture: Buffer, thumbnail: Buffer | null = null) =>
  clinic.host.caller.attachments.add({ patientId: patient.id, encounterId: null, base64: picture.toString('base64'), thumbnailBase64: thumbnail?.toString('base64') ?? null, caption: '左小腿伤口' });
const listed = async (clinic: TestClinic, patient: Patient) => (await clinic.host.caller.attachments.list({ patientId: patient.id, encounterId: null })).attachments;
const stateOf = async (clinic: TestClinic, patient: Patient) => (await listed(clinic, patient))[0]?.state;
const untilHeld = async (clinic: TestClinic, patient: Patient): Promise<void> => {
  await expect.poll(async () => (await listed(clinic, patient)).map(({ state }) => state.name), { timeout: 60_000, interval: 50 }).not.toContain('saved');
};
/** The original, asked for by whoever looks at it. */
const fetched = async (clinic: TestClinic, id: string): Promise<OriginalView> => {
  await clinic.host.caller.attachments.fetch({ id });
  let view = await clinic.host.caller.attachments.original({ id });
  for (const until = Date.now() + 30_000; view.state === 'coming' && view.trouble === null && Date.now() < until;) {
    await new Promise((wake) => setTimeout(wake, 50));
    view = await clinic.host.caller.attachments.original({ id });
  }
  return view;
};
const countyFile = (sha256: string): string => join(county.keyDir, 'attachments', sha256);
const countyHas = (sha256: string): number => statSync(countyFile(sha256), { throwIfNoEntry: false })?.size ?? 0;
const filesUnder = (folder: string): readonly string[] => readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) => (entry.isFile() ? [join(entry.parentPath, entry.name)] : []));
const idOf = async (added: ReturnType<typeof add>): Promise<string> => {
  const result = await added;
  if (!result.ok) throw new Error(JSON.stringify(result));
  return result.id;
};
const attachmentsOf = (clinic: TestClinic) => {
  const open = clinic.host.context.clinic();
  if (open === null) throw new Error('not open');
  return open.attachments;
};

test('ATT-1 ATT-3 a picture added here comes to the county and to another PC, thumbnail first, and lies in the clear on none of the three', { timeout: 120_000 }, async () => {
  const clinic = await aVillage();
  const twin = await aVillage();
  const patient = aVillager(clinic);
  const mark = 'MARKED-BY-A-TEST-0123456789';
  const [picture, small] = [aPicture(300_000, mark), aPicture(9_000, mark)];
  const id = await idOf(add(clinic, patient, picture, small));
  // Dropped once more it is not kept twice.
  expect(await add(clinic, patient, picture, small)).toEqual({ ok: false, errors: [{ field: 'file', code: 'there' }] });
  expect(await stateOf(clinic, patient)).toMatchObject({ name: 'saved' });
  await untilHeld(clinic, patient);
  expect(await stateOf(clinic, patient)).toEqual({ name: 'held', isHere: true });

  await twin.exchange();
  expect(await stateOf(twin, patient)).toEqual({ name: 'elsewhere' });
  await expect.poll(async () => (await listed(twin, patient))[0]?.thumbnail).toBe(`data:image/jpeg;base64,${small.toString('base64')}`);
  expect(await fetched(twin, id)).toEqual({ state: 'here', mediaType: 'image/jpeg', base64: picture.toString('base64') });
  expect(await stateOf(twin, patient)).toEqual({ name: 'held', isHere: true });

  for (const folder of [clinic.dataDir, twin.dataDir, county.keyDir]) {
    const files = filesUnder(folder);
    expect(files.some((file) => file.includes('attachments'))).toBe(true);
    expect(files.filter((file) => readFileSync(file).includes(mark))).toEqual([]);
  }
  const [today] = await clinic.host.caller.line.traffic();
  expect(today?.kinds.attachments?.[0]).toBeGreaterThan(309_000);
  const [there] = await twin.host.caller.line.traffic();
  expect(there?.kinds.attachments?.[1]).toBeGreaterThan(309_000);
});

test('ATT-1 LINE-21 whoever makes a file for the county is told what stays for the line, and nothing says that the county has everything before it has', { timeout: 120_000 }, async () => {
  const clinic = await aVillage();
  const patient = aVillager(clinic);
  await clinic.exchange();
  expect(await clinic.host.caller.line.state()).toMatchObject({ waiting: { count: 0 }, attachmentsWaiting: 0 });
  line.mood = 'dead';
  line.breakAll();
  await idOf(add(clinic, patient, aPicture(20_000), aPicture(2_000)));
  await idOf(add(clinic, patient, aPicture(30_000)));
  const { attachments } = await clinic.host.caller.parcels.make();
  expect(attachments).toBe(2);
  expect((await clinic.host.caller.line.state()).attachmentsWaiting).toBe(2);
  line.mood = 'good';
  await clinic.exchange();
  // Told as each comes: whoever watches hears of the last.
  const seen: number[] = [];
  for (let view = await clinic.host.caller.line.state(); view.attachmentsWaiting > 0;) {
    view = await clinic.host.caller.line.changed({ version: view.version });
    seen.push(view.attachmentsWaiting);
  }
  expect(seen.at(-1)).toBe(0);
  expect(await clinic.host.caller.parcels.make()).toMatchObject({ attachments: 0 });
});

test('ATT-5 an upload that is cut in its midst, by the line and then by a restart, goes on from the byte where it was', { timeout: 180_000 }, async () => {
  const clinic = await aVillage();
  const patient = aVillager(clinic);
  await clinic.exchange();
  const picture = aPicture(900_000);
  const sha256 = sha256Of(picture);
  line.mood = 'thin';
  line.breakAll();
  const before = line.bytesUp;
  await add(clinic, patient, picture);
  await expect.poll(() => countyHas(sha256), { timeout: 60_000, interval: 10 }).toBeGreaterThan(250_000);
  line.breakAll();
  await expect.poll(() => countyHas(sha256), { timeout: 60_000, interval: 10 }).toBeGreaterThan(550_000);
  await clinic.host.close();
  const host = startHost({ dataDir: clinic.dataDir, resourcesDir: join(import.meta.dirname, '../../resources'), keyStore: fileKeyStore(join(clinic.dataDir, 'keystore')) });
  expect(await host.caller.session.unlock({ personId: people.villageDoctor, pin: '135790' })).toMatchObject({ ok: true });
  await expect.poll(async () => (await callerOf(host.context).attachments.list({ patientId: patient.id, encounterId: null })).attachments[0]?.state, { timeout: 60_000 }).toEqual({ name: 'held', isHere: true });
  // All that went up since, with heads, polls and the documents: half a piece sent twice would be more.
  expect(line.bytesUp - before).toBeLessThan(picture.length + 60_000);
  await host.close();
});

test('ATT-5 documents go first: an upload makes way for a save at once, and goes on when the county has it', { timeout: 120_000 }, async () => {
  const clinic = await aVillage();
  const patient = aVillager(clinic);
  await clinic.exchange();
  const picture = aPicture(1_500_000);
  const sha256 = sha256Of(picture);
  line.mood = 'thin';
  line.breakAll();
  await add(clinic, patient, picture);
  await expect.poll(() => countyHas(sha256), { timeout: 60_000, interval: 10 }).toBeGreaterThan(250_000);
  await county.county.db.transaction().execute(async (tx) => {
    // The county does not get on with what is saved now; uploads would not mind.
    await sql`lock table document in exclusive mode`.execute(tx);
    aVillager(clinic);
    // What had left the PC arrives; then nothing follows.
    for (let before = -1; before !== countyHas(sha256);) {
      before = countyHas(sha256);
      await new Promise((wake) => setTimeout(wake, 2_000));
    }
    expect(countyHas(sha256)).toBeLessThan(picture.length);
    expect(clinic.replica.lineFacts().waiting.count).toBe(1);
  });
  await untilHeld(clinic, patient);
  expect(clinic.replica.lineFacts().waiting.count).toBe(0);
});

test('ATT-2 what is no JPEG, PNG, WebP or PDF, or is too large, is refused on the PC, whatever it is called', async () => {
  const clinic = await aVillage();
  const patient = aVillager(clinic);
  for (const text of ['<svg xmlns="http://www.w3.org/2000/svg"/>', '<html>', 'GIF89a......']) {
    expect(await add(clinic, patient, Buffer.from(text))).toEqual({ ok: false, errors: [{ field: 'file', code: 'otherType' }] });
  }
  const large = aPicture(10 * 1024 * 1024 + 1);
  expect(await add(clinic, patient, large)).toEqual({ ok: false, errors: [{ field: 'file', code: 'tooLarge', values: { bytes: large.length } }] });
  expect(await listed(clinic, patient)).toEqual([]);
  expect(existsSync(join(clinic.dataDir, 'attachments'))).toBe(false);
});

test('ATT-6 a PC whose share is full refuses in words what would be here for good, and makes room of what the county holds', { timeout: 120_000 }, async () => {
  const clinic = await aVillage({ attachmentQuotaBytes: 200_000 });
  const patient = aVillager(clinic);
  line.mood = 'dead';
  line.breakAll();
  const first = aPicture(120_000);
  const id = await idOf(add(clinic, patient, first));
  expect(await add(clinic, patient, aPicture(120_000))).toEqual({ ok: false, errors: [{ field: 'file', code: 'noRoom' }] });
  line.mood = 'good';
  await clinic.exchange();
  await untilHeld(clinic, patient);
  await idOf(add(clinic, patient, aPicture(120_000)));
  await untilHeld(clinic, patient);
  expect((await listed(clinic, patient)).find((one) => one.id === id)?.state).toMatchObject({ name: 'elsewhere' });
  expect(await fetched(clinic, id)).toMatchObject({ state: 'here', base64: first.toString('base64') });
});

test('ATT-4 a record that has moved is read at its new home with its pictures, and not before; who took them keeps them, as it keeps its visits', { timeout: 120_000 }, async () => {
  const clinic = await aVillage();
  const far = await aFarVillage();
  const patient = aVillager(clinic);
  const picture = aPicture(60_000);
  const id = await idOf(add(clinic, patient, picture, aPicture(3_000)));
  await untilHeld(clinic, patient);
  const stranger = await county.enrol(places.farVillage);
  await stranger.exchange();
  expect((await stranger.fetchBytes(`/sync/attachments/${id}/original`)).status).toBe(404);
  expect(await far.host.caller.attachments.original({ id })).toEqual({ state: 'missing' });

  const formerly = await county.enrol(places.village);
  await formerly.exchange();
  expect((await formerly.fetchBytes(`/sync/attachments/${id}/original`)).status).toBe(200);
  const moved = await movePatient(county.county.store, { patientId: patient.id, toId: places.farVillage, reason: '嫁到外村' }, new Date());
  expect(moved.ok).toBe(true);
  await far.exchange();
  expect(await fetched(far, id)).toMatchObject({ state: 'here', base64: picture.toString('base64') });
  await expect.poll(async () => (await listed(far, patient))[0]?.thumbnail ?? null).not.toBeNull();
  expect((await formerly.fetchBytes(`/sync/attachments/${id}/thumbnail`)).status).toBe(200);
});

test('ATT-7 an altered byte is noticed, on this PC and at the county: it is fetched again, or told, and never shown', { timeout: 120_000 }, async () => {
  const clinic = await aVillage();
  const patient = aVillager(clinic);
  const picture = aPicture(80_000);
  const id = await idOf(add(clinic, patient, picture));
  await untilHeld(clinic, patient);
  const [file] = filesUnder(join(clinic.dataDir, 'attachments'));
  if (file === undefined) throw new Error('no file');
  turnBit(file, 40_000);
  expect(await fetched(clinic, id)).toMatchObject({ state: 'here', base64: picture.toString('base64') });

  const [again] = filesUnder(join(clinic.dataDir, 'attachments'));
  if (again === undefined) throw new Error('no file');
  turnBit(again, 100);
  turnBit(countyFile(sha256Of(picture)), 70_000);
  expect(await fetched(clinic, id)).toMatchObject({ state: 'coming', trouble: 'altered' });
  turnBit(countyFile(sha256Of(picture)), 70_000);
  expect(await fetched(clinic, id)).toMatchObject({ state: 'here', base64: picture.toString('base64') });
});

test('ATT-8 SYNC-35 a PC that is to be purged first delivers its pictures, and then nothing of them is left', { timeout: 120_000 }, async () => {
  const clinic = await aVillage();
  const patient = aVillager(clinic);
  await clinic.exchange();
  line.mood = 'dead';
  line.breakAll();
  const picture = aPicture(200_000);
  await idOf(add(clinic, patient, picture));
  await actOnDevice(county.county.db, clinic.replica.identity.deviceId, 'retire', { by: '县信息科', reason: '换新' }, new Date());
  line.mood = 'good';
  await clinic.host.context.clinic()?.replication.exchangeNow();
  await expect.poll(() => clinic.host.context.clinic(), { timeout: 60_000 }).toBeNull();
  expect(countyHas(sha256Of(picture))).toBe(picture.length);
  expect(existsSync(join(clinic.dataDir, 'attachments'))).toBe(false);
});

test('ATT-5 on a line that stalls, cuts, truncates and repeats, everything comes whole, and nothing twice', { timeout: 180_000 }, async () => {
  const clinic = await aVillage();
  const patient = aVillager(clinic);
  await clinic.exchange();
  line.mood = 'hostile';
  line.breakAll();
  const pictures = Array.from({ length: 3 }, () => aPicture(70_000));
  for (const picture of pictures) await idOf(add(clinic, patient, picture, aPicture(2_000)));
  for (let at = 0; at < 12; at += 1) {
    await new Promise((wake) => setTimeout(wake, 1_000));
    line.breakAll();
  }
  line.mood = 'good';
  line.breakAll();
  await untilHeld(clinic, patient);
  expect((await listed(clinic, patient)).map(({ state }) => state.name)).toEqual(['held', 'held', 'held']);
  for (const picture of pictures) expect(countyHas(sha256Of(picture))).toBe(picture.length);
  expect(attachmentsOf(clinic).isCountyFull()).toBe(false);
});

test('ATT-8 SYNC-53 a backup of a clinic carries the pictures that the county has not got, and those that it has are fetched again', { timeout: 120_000 }, async () => {
  const clinic = await aVillage();
  const patient = aVillager(clinic);
  const [there, here] = [aPicture(50_000), aPicture(70_000)];
  const thereId = await idOf(add(clinic, patient, there));
  await untilHeld(clinic, patient);
  line.mood = 'dead';
  line.breakAll();
  const hereId = await idOf(add(clinic, patient, here));
  const folder = mkdtempSync(join(tmpdir(), 'lianyi-backup-'));
  expect(clinic.host.context.door.backup(join(folder, 'file'), 'long enough')).toMatchObject({ ok: true });
  await clinic.host.close();
  const dataDir = join(folder, 'again');
  expect(restoreClinic(dataDir, join(folder, 'file'), 'long enough')).toEqual({ ok: true });
  line.mood = 'good';
  const host = startHost({ dataDir, resourcesDir: join(import.meta.dirname, '../../resources'), keyStore: fileKeyStore(join(dataDir, 'keystore')) });
  const again = { ...clinic, host };
  expect(await host.caller.session.unlock({ personId: people.villageDoctor, pin: '135790' })).toMatchObject({ ok: true });
  expect(await host.caller.attachments.original({ id: hereId })).toMatchObject({ state: 'here', base64: here.toString('base64') });
  await untilHeld(again, patient);
  expect(countyHas(sha256Of(here))).toBe(here.length);
  expect(await fetched(again, thereId)).toMatchObject({ state: 'here', base64: there.toString('base64') });
  await host.close();
  rmSync(folder, { recursive: true });
});

function turnBit(path: string, at: number): void {
  const bytes = readFileSync(path);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  writeFileSync(path, bytes);
}

test('DEV-5 ATT-5 what is signed and then overtaken by exchanges is signed anew and sent again at once: it is no trouble', { timeout: 120_000 }, async () => {
  const clinic = await aVillage();
  const patient = aVillager(clinic);
  const [picture, small] = [aPicture(30_000), aPicture(2_000)];
  const id = await idOf(add(clinic, patient, picture, small));
  await untilHeld(clinic, patient);
  const enrolled = await anEnrolledReplica(county, { orgId: places.village, personId: people.villageDoctor });
  const beside = openEnrolled(enrolled);
  await beside.exchange();
  const real = httpTransport(county.url);
  // The second is signed under the answer to the first, which is later than the nonce of what waits to be sent.
  let overtakes = 0;
  const overtaken = async (): Promise<void> => {
    if (overtakes >= 4) return;
    overtakes += 1;
    for (let at = 0; at < 2; at += 1) await beside.exchange();
  };
  const transport: Transport = {
    ...real,
    post: async (asked) => { await overtaken(); return real.post(asked); },
    get: async (asked) => { await overtaken(); return real.get?.(asked) ?? Promise.reject(new Error('no get')); },
  };
  const parts = { replica: beside.replica, transport, nonces: { nonce: '' }, signal: new AbortController().signal };
  const content = { mediaType: 'image/jpeg' as const, sha256: sha256Of(picture), bytes: picture.length };
  expect(await downloadPart({ ...parts, id, part: 'original', content, onArrived: () => undefined })).toEqual({ outcome: 'whole' });
  expect(overtakes).toBe(4);
  overtakes = 0;
  expect(await askCounty(parts, [{ attachmentId: id, part: 'original', sha256: content.sha256, size: content.bytes }])).toMatchObject({ ok: true });
  expect(overtakes).toBe(4);
  real.close();
  await beside.close();
  discard(enrolled);
});
