import { generateKeyPairSync } from 'node:crypto';
import { newId } from '@lianyi/schema/basics/ids';
import { enrolPath, problem } from '@lianyi/schema/wire/exchange';
import { aCounty, places } from '@lianyi/tests/builders/aCounty';
import type { TestCountyServer } from '@lianyi/tests/builders/aCounty';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { actOnDevice } from '../access/deviceActs.ts';
import { makeEnrolmentCode } from '../access/enrolmentCodes.ts';

let county: TestCountyServer;
let clock = new Date();
beforeAll(async () => { county = await aCounty({ now: () => clock }); });
afterAll(async () => { await county.close(); });
afterEach(() => { clock = new Date(); });

const aKey = () => Buffer.from(generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }).x ?? '', 'base64url').toString('base64');
const enrol = async (body: unknown, url = county.url) => fetch(`${url}${enrolPath}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
const tried = async (code: string, publicKey = aKey(), url = county.url) => refusalOf(await enrol({ code, publicKey, name: '' }, url));
/** Null where it was not refused. */
async function refusalOf(response: Response) {
  if (response.ok) return null;
  const { status, code, detail } = problem.parse(await response.json());
  return [status, code, detail] as const;
}
const wrong = [403, 'notAllowed', 'the code is wrong, used or too old'] as const;
/** The same name, another secret. */
const besideIt = (code: string) => `${code.slice(0, 5)}${code.slice(5, 9) === '2222' ? '3333' : '2222'}-2222`;
const reason = { by: '县信息科', reason: '试一试' };

test('DEV-1 a code is good once, for one key; the same key again gets the same answer', async () => {
  const code = await county.code(places.village);
  expect(code).toMatch(/^[2-9A-HJKMNP-Z]{4}(-[2-9A-HJKMNP-Z]{4}){2}$/);
  const publicKey = aKey();
  const first = await enrol({ code: ` ${code.toLowerCase().replaceAll('-', ' ')} `, publicKey, name: '青石坪一号' });
  expect(first.status).toBe(200);
  const answer = (await first.json()) as { deviceId: string; staff: unknown[]; scopes: string[]; orgName: string };
  expect(answer).toMatchObject({ orgId: places.village, orgName: '青石坪村卫生室', scopes: ['catalogue', `org:${places.village}`], staff: expect.arrayContaining([expect.objectContaining({ name: '龙正明', role: 'villageDoctor' })]) as unknown });
  expect(((await (await enrol({ code, publicKey, name: '' })).json()) as typeof answer).deviceId).toBe(answer.deviceId);
  // Characters that nobody sees are no name.
  expect((await enrol({ code, publicKey, name: '一\u202e二' })).status).toBe(200);
  expect(await county.county.db.selectFrom('auditEntry').select(['actor', 'actorName']).where('action', '=', 'device.enrolled').where('about', '=', answer.deviceId).execute()).toEqual([{ actor: 'device', actorName: '青石坪一号' }]);
  expect(await tried(code)).toEqual(wrong);
  // Nor does another code bring that key in once more.
  expect(await tried(await county.code(places.village), publicKey)).toEqual(wrong);
});

test('DEV-1 a code is wrong after ten minutes, and so is one that never was; a key that is none is refused', async () => {
  const code = await county.code(places.village);
  expect(await tried('AAAA-BBBB-CCCC')).toEqual(wrong);
  expect(await tried('')).toEqual(wrong);
  expect(await refusalOf(await enrol({ code, publicKey: 'short', name: '' }))).toMatchObject({ 0: 400, 1: 'badRequest' });
  expect(await refusalOf(await enrol({ code }))).toMatchObject({ 0: 400, 1: 'badRequest' });
  clock = new Date(Date.now() + 10 * 60_000 + 1_000);
  expect(await tried(code)).toEqual(wrong);
  clock = new Date(Date.now() + 9 * 60_000);
  expect(await tried(code)).toBeNull();
});

test('DEV-3 AUDIT-7 wrong codes are in the audit, once for a place and a time, with nothing of what was typed', async () => {
  clock = new Date(Date.now() + 60 * 60_000);
  const written = async () => county.county.db.selectFrom('auditEntry').select(['actorName', 'about', 'detail']).where('action', '=', 'device.wrongCode').where('at', '>=', clock).execute();
  for (const code of ['AAAA-BBBB-CCCC', 'DDDD-EEEE-FFFF']) expect(await tried(code)).toEqual(wrong);
  expect(await written()).toEqual([{ actorName: '-', about: null, detail: { what: 'enrolment', place: expect.stringMatching(/^[0-9a-f]{12}$/) as string } }]);
});

test('DEV-2 after five wrong tries a code is good no more, from wherever they came, over a second server and a restart; another code is', async () => {
  const [code, other] = [await county.code(places.village), await county.code(places.village)];
  const four = await county.code(places.otherVillage);
  for (let at = 0; at < 4; at += 1) expect(await tried(besideIt(four))).toEqual(wrong);
  for (let at = 0; at < 3; at += 1) expect(await tried(besideIt(code))).toEqual(wrong);
  county = await county.restart();
  for (let at = 0; at < 2; at += 1) expect(await tried(besideIt(code))).toEqual(wrong);
  expect(await tried(code)).toEqual(wrong);
  expect(await tried(four)).toBeNull();
  expect(await tried(other)).toBeNull();
});

test('DEV-2 tries that come at once are counted one by one: of six, none is judged beyond the fifth', async () => {
  const code = await county.code(places.village);
  await Promise.all(Array.from({ length: 5 }, async () => tried(besideIt(code))));
  expect(await tried(code)).toEqual(wrong);
  const { count } = await county.county.db.selectFrom('enrolmentTry').select((of) => of.fn.countAll<number>().as('count')).where('name', '=', code.slice(0, 4)).executeTakeFirstOrThrow();
  expect(count).toBe(6);
});

test('DEV-3 neither the code nor anything that it could be guessed from at leisure is kept', async () => {
  const code = await county.code(places.village);
  const row = await county.county.db.selectFrom('enrolmentCode').selectAll().where('name', '=', code.slice(0, 4)).executeTakeFirstOrThrow();
  expect(JSON.stringify(row)).not.toContain(code.slice(5, 9));
  expect(JSON.stringify(row)).not.toContain(code.slice(10));
  expect(Buffer.from(row.salt, 'base64')).toHaveLength(16);
  const twin = await county.county.db.selectFrom('enrolmentCode').select('salt').where('name', '!=', row.name).execute();
  expect(twin.map(({ salt }) => salt)).not.toContain(row.salt);
});

test('DEV-3 a code of a name that there is costs what one of another name costs: the same hashing and the same writes', async () => {
  const code = await county.code(places.village);
  const perTry = async (typed: string) => {
    const before = await written();
    expect(await tried(typed)).toEqual(wrong);
    return (await written()) - before;
  };
  expect([await perTry(besideIt(code)), await perTry('ZZZZ-ZZZZ-ZZZZ'), await perTry('Z')]).toEqual([1, 1, 1]);

  async function written(): Promise<number> {
    return (await county.county.db.selectFrom('enrolmentTry').select((of) => of.fn.countAll<number>().as('count')).executeTakeFirstOrThrow()).count;
  }
});

test('DEV-3 a code may be replayed by who overheard it only with the key that it was used with, which signs nothing for them', async () => {
  const code = await county.code(places.village);
  const publicKey = aKey();
  const { deviceId } = (await (await enrol({ code, publicKey, name: '' })).json()) as { deviceId: string };
  await actOnDevice(county.county.db, deviceId, 'stolen', reason, clock);
  expect(await tried(code, publicKey)).toEqual(wrong);
});

test('DEV-9 a PC that takes another\'s place: the old one is retired once the new one is enrolled, and not before; the code of before is good no more', async () => {
  const old = await county.enrol(places.village, undefined, '旧电脑');
  const codeFor = async () => (await makeEnrolmentCode(county.county.db, { orgId: places.village, deviceName: '新电脑', replacesId: old.id }, clock)) ?? '';
  const [first, second] = [await codeFor(), await codeFor()];
  const statusOf = async () => (await county.county.db.selectFrom('device').select('status').where('id', '=', old.id).executeTakeFirstOrThrow()).status;
  expect(await tried(first)).toEqual(wrong);
  expect(await statusOf()).toBe('active');
  expect(await tried(second)).toBeNull();
  expect(await statusOf()).toBe('purge');
  expect(await makeEnrolmentCode(county.county.db, { orgId: newId(), deviceName: '' }, clock)).toBeNull();
});
