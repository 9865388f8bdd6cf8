/** What cannot be found out by asking: ids of elsewhere, identity numbers, logins. */
import { createHook } from 'node:async_hooks';
import { newId } from '@lianyi/schema/basics/ids';
import { attachmentAskPath, attachmentPathOf, uploadPathOf, uploadTokenHeader } from '@lianyi/schema/wire/attachments';
import { deviceHeader, enrolPath, wireVersion } from '@lianyi/schema/wire/exchange';
import { repairPath } from '@lianyi/schema/wire/repair';
import { chunkPathOf, snapshotsPath } from '@lianyi/schema/wire/snapshot';
import { aConsole } from '@lianyi/tests/builders/aConsole';
import { create, places } from '@lianyi/tests/builders/aCounty';
import { anIdentityNumber, aPatient } from '@lianyi/tests/builders/aPatient';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Cast, UserName } from '../access/cast.ts';
import { aCast, password } from '../access/cast.ts';

let cast: Cast;
beforeAll(async () => { cast = await aCast(); });
afterAll(async () => cast.close());

/** Of an answer what does not differ by chance: no nonce, and the id that was asked for under one name. */
const told = async (response: Response, asked: string): Promise<unknown> => {
  const text = await response.text();
  return [response.status, text.replaceAll(asked, 'THE ID').replaceAll(/"nonce":"[\w.-]+"/g, '')];
};

test('ENEMY-4 a PC is told nothing of an attachment, chunk, snapshot or upload that is elsewhere: it is answered as of one that there is not', async () => {
  const { far } = cast.devices;
  const post = async (path: string, body: object, asked: string): Promise<unknown> => told(await far.send(Buffer.from(JSON.stringify(body)), { path }), asked);
  const answers = async (id: string, sha256: string, scope: string): Promise<readonly unknown[]> => [
    await post(attachmentAskPath, { deviceId: far.id, items: [{ id, part: 'original' }, { id, part: 'thumbnail' }] }, id),
    await told(await far.fetchBytes(attachmentPathOf(id, 'original')), id),
    await told(await far.fetchBytes(attachmentPathOf(id, 'thumbnail'), { range: 'bytes=999999-' }), id),
    await told(await far.fetchBytes(chunkPathOf(sha256)), sha256),
    await told(await far.fetchBytes(chunkPathOf(sha256), { range: 'bytes=999999-' }), sha256),
    await told(await fetch(`${cast.county.url}${uploadPathOf(sha256)}`, { method: 'HEAD', headers: { 'tus-resumable': '1.0.0', [deviceHeader]: far.id, [uploadTokenHeader]: cast.upload.token } }), sha256),
    await post(snapshotsPath, { wireVersion, deviceId: far.id, epoch: far.epoch, scopes: [scope] }, scope),
    await post(repairPath, { wireVersion, deviceId: far.id, epoch: far.epoch, scope, number: 1, buckets: [0], have: [] }, scope),
  ];
  const none = await answers(newId(), '0'.repeat(64), `org:${newId()}`);
  expect(await answers(cast.picture.id, cast.chunk, `org:${places.village}`)).toEqual(none);
  expect(await answers(cast.picture.id, cast.picture.sha256, `org:${places.township}`)).toEqual(none);
});

test('ENEMY-4 a PC cannot take the place of one that is elsewhere, and is told the same of one that there is not', async () => {
  const succession = async (deviceId: string): Promise<unknown> => {
    const asked = { ...cast.devices.far.succession('AAAA-BBBB-CCCC') } as { replaces: object };
    return told(await fetch(`${cast.county.url}${enrolPath}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ ...asked, replaces: { ...asked.replaces, deviceId } }) }), deviceId);
  };
  expect(await succession(cast.devices.village.id)).toEqual(await succession(newId()));
});

test('ENEMY-4 who may not find patients is refused alike, whether there is such a patient, device, scope or session, or not', async () => {
  for (const asker of ['nobody', 'analyst', 'auditor', 'uncoded'] as const) {
    const post = async (procedure: string, input: object, asked: string): Promise<unknown> => told(await fetch(`${cast.county.url}/console/trpc/${procedure}`, {
      method: 'POST', headers: { origin: cast.county.url, 'content-type': 'application/json', ...(asker !== 'nobody' && { cookie: await cast.cookie(asker) }) }, body: JSON.stringify(input),
    }), asked);
    const answers = async (patientId: string, deviceId: string, query: string): Promise<readonly unknown[]> => [
      await post('patients.get', { patientId }, patientId), await post('patients.search', { query }, query),
      await post('patients.breakGlass', { patientId, reason: 'other', text: '想看一看这份档案' }, patientId), await post('devices.acts', { deviceId }, deviceId), await post('session.end', { sessionId: deviceId }, deviceId),
    ];
    expect([asker, await answers(cast.patient.id, cast.devices.village.id, cast.patient.identity.name)]).toEqual([asker, await answers(newId(), newId(), '没有这个人')]);
  }
});

test('ENEMY-5 no PC finds out whether somebody is known elsewhere by registering their identity number', async () => {
  const { village, far } = cast.devices;
  const [known, unknown] = [anIdentityNumber('1961-05-06', 'female', 400), anIdentityNumber('1961-05-06', 'female', 402)];
  await village.push([create(aPatient({ homeId: places.village, name: '龘号人', birthDate: '1961-05-06', identityNumber: known }))]);
  const said = async (identityNumber: string): Promise<unknown> => {
    const patient = aPatient({ homeId: places.farVillage, birthDate: '1961-05-06', identityNumber });
    const { outcome, reason, detail, reviewIds, numbers } = await far.push([create(patient)]);
    return { outcome, reason, detail, reviewIds, scopes: Object.keys(numbers) };
  };
  expect(await said(known)).toEqual(await said(unknown));
  expect([...(await far.pull()).values()].filter((document) => document.kind === 'review' || (document.kind === 'patient' && document.identity.name === '龘号人'))).toEqual([]);
});

test('ENEMY-5 whoever searches for an identity number at the county is shown its end alone, and is in the audit with whom they were shown; what stands for any text finds nothing', async () => {
  const number = anIdentityNumber('1962-07-08', 'male', 501);
  const patient = aPatient({ homeId: places.village, name: '龘查人', birthDate: '1962-07-08', sex: 'male', identityNumber: number });
  await cast.devices.village.push([create(patient)]);
  const office = aConsole(cast.county.url, await cast.cookie('office'));
  const search = async (query: string) => office.ask.patients.search.query({ query });
  const found = await search(number);
  expect(found.map(({ id }) => id)).toEqual([patient.id]);
  expect(JSON.stringify(found)).not.toContain(number.slice(0, 14));
  const [entry] = await cast.db.selectFrom('auditEntry').selectAll().where('action', '=', 'patients.search').orderBy('number', 'desc').limit(1).execute();
  expect(entry).toMatchObject({ actorName: 'office', patientIds: [patient.id] });
  expect(JSON.stringify(entry)).not.toContain(number);
  for (const wild of ['%', '_', '______', '\\', "' or 1=1 --", "'; drop table document; --", '5222%', '*', '.*']) expect([wild, await search(wild)]).toEqual([wild, []]);
  await expect(search('\u0000')).rejects.toMatchObject({ data: { code: 'BAD_REQUEST' } });
});

test('ENEMY-5 a number is not found out at the county digit by digit: its beginning finds nobody, and each try is in the audit, found or not, by its end', async () => {
  const number = anIdentityNumber('1963-08-09', 'female', 622);
  const patient = aPatient({ homeId: places.village, name: '龘位人', birthDate: '1963-08-09', identityNumber: number, phone: '13987650123', recordNumber: '52229900100123456' });
  await cast.devices.village.push([create(patient)]);
  const office = aConsole(cast.county.url, await cast.cookie('office'));
  const entries = async () => cast.db.selectFrom('auditEntry').select(['patientIds', 'detail']).where('action', '=', 'patients.search').orderBy('number').execute();
  const before = (await entries()).length;
  const beginnings = [number.slice(0, 17), number.slice(0, 14), number.slice(0, 6), '1398765012', '13987', '5222990010012345'];
  for (const beginning of beginnings) expect([beginning, await office.ask.patients.search.query({ query: beginning })]).toEqual([beginning, []]);
  expect((await entries()).slice(before)).toEqual(beginnings.map((beginning) => ({ patientIds: [], detail: { numberEnd: beginning.slice(-4) } })));
  for (const whole of [number, number.toLowerCase(), '13987650123', '139 8765 0123', '52229900100123456']) expect((await office.ask.patients.search.query({ query: whole })).map(({ id }) => id)).toEqual([patient.id]);
  // The same once more is a try once more.
  await office.ask.patients.search.query({ query: number });
  const written = (await entries()).slice(before + beginnings.length);
  expect(written.map(({ patientIds }) => patientIds)).toEqual(Array.from({ length: 6 }, () => [patient.id]));
  expect(JSON.stringify(await entries())).not.toContain(number.slice(0, 14));
});

test('ENEMY-6 a login that there is, one that there is not and one that was blocked cost one scrypt each and the same writes', async () => {
  await cast.db.updateTable('countyUser').set({ active: false }).where('login', '=', 'uncoded').execute();
  const hashed = new Set<number>();
  const hook = createHook({ init: (id, type) => { if (type === 'SCRYPTREQUEST') hashed.add(id); } }).enable();
  const cost = async (login: UserName | 'nobody', word: string): Promise<unknown> => {
    const [before, counted] = [hashed.size, await rowsOf()];
    const answer = await aConsole(cast.county.url).ask.session.login.mutate({ login, password: word });
    const after = await rowsOf();
    return { answer, scrypt: hashed.size - before, failures: after.failures - counted.failures, entries: after.entries - counted.entries };
  };
  const first = await cost('posted', 'wrong password');
  // The address has been counted once, and is one row from then on.
  const known = await cost('analyst', 'wrong password');
  expect(known).toEqual({ answer: { ok: false, code: 'wrong' }, scrypt: 1, failures: 2, entries: 1 });
  expect(first).toMatchObject({ scrypt: 1, entries: 1 });
  expect(await cost('nobody', 'wrong password')).toEqual(known);
  expect(await cost('uncoded', password)).toEqual(known);
  hook.disable();
});

async function rowsOf(): Promise<{ readonly failures: number; readonly entries: number }> {
  const count = async (table: 'loginFailure' | 'auditEntry'): Promise<number> => (await cast.db.selectFrom(table).select((of) => of.fn.countAll<number>().as('count')).executeTakeFirstOrThrow()).count;
  return { failures: await count('loginFailure'), entries: await count('auditEntry') };
}
