import { randomBytes } from 'node:crypto';
import { statSync, writeFileSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Attachment } from '@lianyi/schema/documents/attachment';
import type { AttachmentAnswer, AttachmentAsk } from '@lianyi/schema/wire/attachments';
import { attachmentAnswer, attachmentAskPath, attachmentPathOf, uploadPathOf, uploadTokenHeader } from '@lianyi/schema/wire/attachments';
import { deviceHeader } from '@lianyi/schema/wire/exchange';
import type { TestCountyServer, TestDevice } from '@lianyi/tests/builders/aCounty';
import { aCounty, create, places } from '@lianyi/tests/builders/aCounty';
import { aConsole } from '@lianyi/tests/builders/aConsole';
import { anAccount } from '@lianyi/tests/builders/anAccount';
import { anAttachment, aPicture, sha256Of } from '@lianyi/tests/builders/anAttachment';
import { aPatient } from '@lianyi/tests/builders/aPatient';
import { actOnDevice } from '../access/deviceActs.ts';

let county: TestCountyServer;
let device: TestDevice;
let other: TestDevice;
let far: TestDevice;
const patient = aPatient({ homeId: places.village });

beforeAll(async () => {
  county = await aCounty();
  device = await county.enrol(places.village);
  other = await county.enrol(places.village);
  far = await county.enrol(places.farVillage);
  for (const each of [device, other, far]) await each.exchange();
  await device.push([create(patient)]);
}, 180_000);
afterAll(async () => county.close());

const ask = async (by: TestDevice, items: AttachmentAsk['items']): Promise<AttachmentAnswer['items']> => {
  await by.exchange();
  const answer = await by.send(Buffer.from(JSON.stringify({ deviceId: by.id, items })), { path: attachmentAskPath });
  return attachmentAnswer.parse(await answer.json()).items;
};
const added = async (picture: Buffer, parts: Partial<Attachment> = {}): Promise<Attachment> => {
  const document = anAttachment(patient, picture, parts);
  expect((await device.push([create(document)])).outcome).toBe('accepted');
  return document;
};
const tokenFor = async (by: TestDevice, { id }: Attachment): Promise<string> => {
  const [answered] = await ask(by, [{ id, part: 'original' }]);
  if (answered?.token === undefined) throw new Error(`no token: ${answered?.state ?? ''}`);
  return answered.token;
};
const tus = async (by: TestDevice, method: string, sha256: string, token: string, sent?: { readonly offset: number; readonly bytes: Buffer }): Promise<Response> =>
  fetch(`${county.url}${uploadPathOf(sha256)}`, {
    method,
    headers: {
      'tus-resumable': '1.0.0', [deviceHeader]: by.id, [uploadTokenHeader]: token,
      ...(sent && { 'upload-offset': String(sent.offset), 'content-type': 'application/offset+octet-stream' }),
    },
    ...(sent && { body: new Uint8Array(sent.bytes) }),
  });

test('ATT-3 ATT-5 what is asked for comes in pieces from where it is; repeated it changes nothing, and from any byte it is read again', async () => {
  const picture = aPicture(50_000);
  const document = await added(picture);
  const token = await tokenFor(device, document);
  const send = async (from: number, to: number) => tus(device, 'PATCH', document.sha256, token, { offset: from, bytes: picture.subarray(from, to) });
  expect((await send(0, 20_001)).headers.get('upload-offset')).toBe('20001');
  expect((await send(0, 20_001)).status).toBe(409);
  expect((await tus(device, 'HEAD', document.sha256, token)).headers.get('upload-offset')).toBe('20001');
  expect(await device.fetchBytes(attachmentPathOf(document.id, 'original'))).toMatchObject({ status: 404 });
  expect((await send(20_001, 50_000)).status).toBe(204);
  expect((await tus(device, 'HEAD', document.sha256, token)).headers.get('upload-offset')).toBe('50000');
  expect(await ask(device, [{ id: document.id, part: 'original' }])).toEqual([{ id: document.id, part: 'original', state: 'held' }]);
  const rest = await device.fetchBytes(attachmentPathOf(document.id, 'original'), { range: 'bytes=12345-' });
  expect(rest.headers.get('content-range')).toBe('bytes 12345-49999/50000');
  expect(Buffer.from(await rest.arrayBuffer()).equals(picture.subarray(12_345))).toBe(true);
  expect((await device.fetchBytes(attachmentPathOf(document.id, 'thumbnail'))).status).toBe(404);
});

test.each([
  ['and says so', (written: number, _whole: number) => written],
  // As a file system that finds out later.
  ['and says that it took all', (_written: number, whole: number) => whole],
])('ATT-5 a disk at the county that takes a part of what came, %s: it is not held, and goes on from what is there', async (_how, told) => {
  const picture = aPicture(40_000);
  const document = await added(picture);
  const token = await tokenFor(device, document);
  const probe = await open(join(county.keyDir, 'attachments', document.sha256));
  const handle = Object.getPrototypeOf(probe) as FileHandle;
  await probe.close();
  const written = vi.spyOn(handle, 'writev').mockImplementationOnce(async function half(this: FileHandle, [piece], at) {
    const bytes = piece as Buffer;
    const { bytesWritten } = await this.write(bytes, 0, 1_000, at);
    return { bytesWritten: told(bytesWritten, bytes.length), buffers: [bytes] };
  });
  expect((await tus(device, 'PATCH', document.sha256, token, { offset: 0, bytes: picture })).status).toBe(503);
  written.mockRestore();
  expect(await ask(device, [{ id: document.id, part: 'original' }])).toMatchObject([{ state: 'wanted' }]);
  expect((await tus(device, 'HEAD', document.sha256, token)).headers.get('upload-offset')).toBe('1000');
  expect((await tus(device, 'PATCH', document.sha256, token, { offset: 1_000, bytes: picture.subarray(1_000) })).status).toBe(204);
  expect(await ask(device, [{ id: document.id, part: 'original' }])).toMatchObject([{ state: 'held' }]);
});

test('ATT-2 the county looks at the bytes itself: what is not what the document says, or not what it names, is not kept', async () => {
  const page = Buffer.from(`<!doctype html><script>${'x'.repeat(2_000)}</script>`);
  const html = await added(page);
  const refused = await tus(device, 'PATCH', html.sha256, await tokenFor(device, html), { offset: 0, bytes: page });
  expect(refused.status).toBe(422);
  expect(await refused.json()).toMatchObject({ code: 'badRequest', upload: 'otherType' });

  const picture = aPicture(2_000);
  const asPng = await added(picture, { mediaType: 'image/png' });
  expect(await (await tus(device, 'PATCH', asPng.sha256, await tokenFor(device, asPng), { offset: 0, bytes: picture })).json()).toMatchObject({ upload: 'otherType' });

  const whole = aPicture(3_000);
  const altered = await added(whole);
  const turned = Buffer.from(whole);
  turned[1_000] = (turned[1_000] ?? 0) ^ 1;
  const token = await tokenFor(device, altered);
  expect(await (await tus(device, 'PATCH', altered.sha256, token, { offset: 0, bytes: turned })).json()).toMatchObject({ upload: 'altered' });
  for (const { sha256 } of [html, asPng, altered]) expect(statSync(join(county.keyDir, 'attachments', sha256), { throwIfNoEntry: false })).toBeUndefined();
  // Sent again, it is taken.
  expect((await tus(device, 'PATCH', altered.sha256, await tokenFor(device, altered), { offset: 0, bytes: whole })).status).toBe(204);
});

test('ATT-4 a device sends only what a document of its own names, under a token of its own, and gets only what is in its scopes', async () => {
  const picture = aPicture(5_000);
  const document = await added(picture);
  const token = await tokenFor(device, document);
  expect(await ask(other, [{ id: document.id, part: 'original' }])).toEqual([{ id: document.id, part: 'original', state: 'notYours' }]);
  // Of what is elsewhere it is not told that it is.
  expect(await ask(far, [{ id: document.id, part: 'original' }])).toEqual([{ id: document.id, part: 'original', state: 'unknown' }]);
  expect(await ask(device, [{ id: anAttachment(patient, picture).id, part: 'original' }])).toMatchObject([{ state: 'unknown' }]);
  expect(await ask(device, [{ id: document.id, part: 'thumbnail' }])).toMatchObject([{ state: 'notYours' }]);
  const sent = { offset: 0, bytes: picture };
  for (const [by, given] of [[far, token], [device, ''], [device, await tokenFor(device, await added(aPicture(4_000)))]] as const) {
    expect((await tus(by, 'PATCH', document.sha256, given, sent)).status).toBe(401);
  }
  expect((await tus(device, 'PATCH', document.sha256, token, sent)).status).toBe(204);
  expect((await far.fetchBytes(attachmentPathOf(document.id, 'original'))).status).toBe(404);
  await other.exchange();
  expect((await other.fetchBytes(attachmentPathOf(document.id, 'original'))).status).toBe(200);
  await actOnDevice(county.county.db, other.id, 'keep', { by: '县信息科', reason: '换新' }, new Date());
  expect((await other.fetchBytes(attachmentPathOf(document.id, 'original'))).status).toBe(404);
  expect((await other.fetchBytes('/sync/attachments/nothing/original')).status).toBe(404);
  for (const method of ['POST', 'DELETE', 'OPTIONS']) expect((await tus(device, method, document.sha256, token)).status).toBe(404);
});

test('ATT-4 a token is good for ten minutes', async () => {
  let now = new Date();
  const timed = await aCounty({ now: () => now });
  const village = await timed.enrol(places.village);
  await village.exchange();
  const villager = aPatient({ homeId: places.village });
  const picture = aPicture(1_000);
  const document = anAttachment(villager, picture);
  await village.push([create(villager), create(document)]);
  const answer = await village.send(Buffer.from(JSON.stringify({ deviceId: village.id, items: [{ id: document.id, part: 'original' }] })), { path: attachmentAskPath });
  const [{ token = '' } = {}] = attachmentAnswer.parse(await answer.json()).items;
  const head = async () => fetch(`${timed.url}${uploadPathOf(document.sha256)}`, { method: 'HEAD', headers: { 'tus-resumable': '1.0.0', [deviceHeader]: village.id, [uploadTokenHeader]: token } });
  expect((await head()).status).toBe(200);
  now = new Date(now.getTime() + 11 * 60_000);
  expect((await head()).status).toBe(401);
  await timed.close();
});

test('ATT-6 what goes beyond an institution\'s share is not taken, and is once there is more room', async () => {
  const small = await aCounty({ attachmentQuotaBytes: 10_000 });
  const village = await small.enrol(places.village);
  await village.exchange();
  const villager = aPatient({ homeId: places.village });
  const documents = [aPicture(6_000), aPicture(6_000)].map((picture) => anAttachment(villager, picture));
  await village.push([create(villager), ...documents.map(create)]);
  const items = documents.map(({ id }) => ({ id, part: 'original' as const }));
  const asking = async (url: string) => {
    village.url = url;
    await village.exchange();
    return attachmentAnswer.parse(await (await village.send(Buffer.from(JSON.stringify({ deviceId: village.id, items })), { path: attachmentAskPath })).json()).items.map(({ state }) => state);
  };
  expect(await asking(small.url)).toEqual(['wanted', 'full']);
  const roomy = await small.restart({ attachmentQuotaBytes: 20_000 });
  expect(await asking(roomy.url)).toEqual(['wanted', 'wanted']);
  await roomy.close();
});

test('ATT-9 in the console a chart that is open shows the thumbnails that the county has, says what has not come, and nothing of a chart that is closed', async () => {
  const [picture, small, waits] = [aPicture(4_000), aPicture(900), aPicture(5_000)];
  const ofPicture = { mediaType: 'image/jpeg', bytes: small.length, sha256: sha256Of(small) } as const;
  const [whole, begun] = [await added(picture, { thumbnail: ofPicture, takenAt: '2026-11-01T10:00:00+08:00' }), await added(waits, { takenAt: '2026-11-02T10:00:00+08:00' })];
  const tokens = await ask(device, [{ id: whole.id, part: 'thumbnail' }, { id: whole.id, part: 'original' }]);
  for (const [at, bytes] of [small, picture].entries()) expect((await tus(device, 'PATCH', sha256Of(bytes), tokens[at]?.token ?? '', { offset: 0, bytes })).status).toBe(204);
  const seenBy = async (login: string, postOrgId: typeof places.township | null) => {
    await anAccount(county.county, { login, role: 'countyOffice', postOrgId });
    const person = aConsole(county.url);
    expect(await person.ask.session.login.mutate({ login, password: '晨雾-远山-2026' })).toMatchObject({ ok: true });
    return person.ask.patients.attachments.query({ patientId: patient.id });
  };
  expect(await seenBy('office', null)).toBeNull();
  const shown = (await seenBy('posted', places.township))?.attachments ?? [];
  expect(shown.slice(0, 2)).toEqual([{ id: begun.id, isHeld: false, thumbnail: null }, { id: whole.id, isHeld: true, thumbnail: `data:image/jpeg;base64,${small.toString('base64')}` }]);
  const looks = await county.county.db.selectFrom('auditEntry').select(['actorName', 'patientIds']).where('action', '=', 'chart.read').execute();
  expect(looks).toEqual([{ actorName: 'posted', patientIds: [patient.id] }]);
  // What lies here is compared with what the document names before it is shown.
  writeFileSync(join(county.keyDir, 'attachments', sha256Of(small)), randomBytes(small.length));
  expect((await seenBy('later', places.township))?.attachments.find(({ id }) => id === whole.id)).toEqual({ id: whole.id, isHeld: true, thumbnail: null });
});
