import { createHook } from 'node:async_hooks';
import { connect } from 'node:net';
import { addDays, localDay } from '@lianyi/schema/basics/dates';
import { newId } from '@lianyi/schema/basics/ids';
import { TOTP, Secret } from 'otpauth';
import { anAccount } from '@lianyi/tests/builders/anAccount';
import { aConsole } from '@lianyi/tests/builders/aConsole';
import type { TestConsole } from '@lianyi/tests/builders/aConsole';
import { aCounty, places } from '@lianyi/tests/builders/aCounty';
import type { TestCountyServer } from '@lianyi/tests/builders/aCounty';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { adoptAccounts } from '../../directory/adoptAccounts.ts';
import { addAccount, userById } from '../../access/countyUsers.ts';
import { endPosts, givePost } from '../../directory/changePeople.ts';
import { beginAttempt } from '../../access/loginFailures.ts';
import { passwordFault } from '../../access/passwords.ts';
import { sql } from '../../store/database.ts';

const password = '晨雾-远山-2026';
let now = new Date('2026-11-29T08:00:00Z');
const later = (minutes: number): void => { now = new Date(now.getTime() + minutes * 60_000); };

let county: TestCountyServer;
beforeAll(async () => {
  county = await aCounty({ now: () => now, demoAccounts: [{ login: 'demo-it', password, role: 'countyIt' }] });
  for (const [login, role] of [['tian', 'countyOffice'], ['long', 'countyIt'], ['shen', 'auditor'], ['demo-it', 'countyIt'], ['li', 'countyOffice'], ['wu', 'countyIt']] as const) {
    await anAccount(county.county, { login, role, password });
  }
});
afterAll(async () => { await county.close(); });

const logIn = async (console: TestConsole, login: string, code: string | null = null, word = password) => console.ask.session.login.mutate({ login, password: word, code });
const codeOf = (secret: string, at = now): string => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: at.getTime() });

/** Sets one-time codes up as the page does. @returns the secret */
async function setUp(console: TestConsole): Promise<{ readonly secret: string; readonly recoveryCodes: readonly string[] }> {
  const offered = await console.ask.session.offerTotp.mutate({ password });
  if (!offered.ok) throw new Error(offered.code);
  expect(offered.qrCode).toMatch(/^data:image\/svg\+xml;base64,/);
  expect(await console.ask.session.confirmTotp.mutate({ sealed: offered.sealed, code: '000000' })).toEqual({ ok: false });
  const confirmed = await console.ask.session.confirmTotp.mutate({ sealed: offered.sealed, code: codeOf(offered.secret) });
  if (!confirmed.ok) throw new Error('the code was not taken');
  return { secret: offered.secret, recoveryCodes: confirmed.recoveryCodes };
}

test('ENEMY-3 a text that the database cannot hold is refused before anything is counted, written or looked at', async () => {
  const stranger = aConsole(county.url);
  for (const login of ['a\u0000b', 'a\ud800b']) await expect(logIn(stranger, login)).rejects.toMatchObject({ data: { code: 'BAD_REQUEST' } });
  const office = aConsole(county.url);
  await logIn(office, 'tian');
  const entries = async () => county.county.db.selectFrom('auditEntry').select(({ fn }) => fn.countAll<number>().as('count')).where('action', '=', 'glass.open').executeTakeFirst();
  const before = await entries();
  await expect(office.ask.patients.breakGlass.mutate({ patientId: '0195d3a0-0000-7000-8000-000000000001', reason: 'emergency', text: 'a\u0000bcdefgh' })).rejects.toMatchObject({ data: { code: 'BAD_REQUEST' } });
  expect(await entries()).toEqual(before);
});

describe('one-time codes', () => {
  test('LOGIN-2 county IT and the auditor are answered nothing before they have set them up; a demo account may skip it, and the office is not asked', async () => {
    const it = aConsole(county.url);
    expect(await logIn(it, 'long')).toMatchObject({ ok: true, user: { awaitsTotp: true } });
    await expect(it.ask.devices.list.query()).rejects.toThrow('not set up');
    expect((await fetch(`${county.url}/console/streams/organisations/pull`, { headers: { cookie: it.cookie() } })).status).toBe(401);
    await setUp(it);
    expect(await it.ask.session.me.query()).toMatchObject({ hasTotp: true, awaitsTotp: false });
    expect(await it.ask.devices.list.query()).toEqual([]);
    expect(await logIn(aConsole(county.url), 'demo-it')).toMatchObject({ ok: true, user: { awaitsTotp: false, aheadMinutes: 0 - new Date().getTimezoneOffset() } });
    expect(await logIn(aConsole(county.url), 'tian')).toMatchObject({ ok: true, user: { awaitsTotp: false } });
  });

  test('LOGIN-2 with them the password alone opens nothing; a code is taken once, at whichever server, and the one before it never after', async () => {
    const first = aConsole(county.url);
    await logIn(first, 'shen');
    const { secret } = await setUp(first);
    later(2);
    expect(await logIn(aConsole(county.url), 'shen')).toEqual({ ok: false, code: 'codeWanted' });
    const code = codeOf(secret);
    const twice = await Promise.all([logIn(aConsole(county.url), 'shen', code), logIn(aConsole(county.url), 'shen', code)]);
    expect(twice.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await logIn(aConsole(county.url), 'shen', code)).toEqual({ ok: false, code: 'wrongCode' });
    expect(await logIn(aConsole(county.url), 'shen', codeOf(secret, new Date(now.getTime() - 30_000)))).toEqual({ ok: false, code: 'wrongCode' });
    later(1);
    expect(await logIn(aConsole(county.url), 'shen', codeOf(secret))).toMatchObject({ ok: true });
  });

  test('LOGIN-9 codes that county IT takes back end every session, and are set up anew at the next login, before anything is answered', async () => {
    const { personId } = await anAccount(county.county, { login: 'peng', role: 'countyIt', password });
    const theirs = aConsole(county.url);
    await logIn(theirs, 'peng');
    const { recoveryCodes: [code = ''] } = await setUp(theirs);
    const it = aConsole(county.url);
    await logIn(it, 'demo-it');
    expect(await it.ask.accounts.resetTotp.mutate({ personId })).toMatchObject({ ok: true, isChanged: true });
    expect(await theirs.ask.session.me.query()).toBeNull();
    const again = aConsole(county.url);
    // The password alone opens nothing but the setting up; of before no code is asked for or taken.
    expect(await logIn(again, 'peng', code)).toMatchObject({ ok: true, user: { hasTotp: false, awaitsTotp: true } });
    await expect(again.ask.devices.list.query()).rejects.toThrow('not set up');
    await setUp(again);
    expect(await again.ask.devices.list.query()).toEqual([]);
  });

  test('LOGIN-3 the secret is sealed at rest for its owner; recovery codes are kept as hashes, and each is good once', async () => {
    const it = aConsole(county.url);
    await logIn(it, 'wu');
    const { secret, recoveryCodes } = await setUp(it);
    const { rows } = await sql<{ row: string }>`select to_json(u)::text as row from county_user u union all select to_json(r)::text from recovery_code r`.execute(county.county.db);
    const kept = rows.map(({ row }) => row).join('\n');
    expect(kept).not.toContain(secret);
    for (const code of recoveryCodes) expect(kept).not.toContain(code.replaceAll('-', ''));
    // Another's sealed secret in its place opens nothing.
    await sql`update county_user set totp_sealed = (select totp_sealed from county_user where login = 'long') where login = 'wu'`.execute(county.county.db).catch(() => undefined);
    const [one = '', two = ''] = recoveryCodes;
    expect(await logIn(aConsole(county.url), 'wu', one.toLowerCase())).toMatchObject({ ok: true });
    expect(await logIn(aConsole(county.url), 'wu', one)).toEqual({ ok: false, code: 'wrongCode' });
    expect(await logIn(aConsole(county.url), 'wu', two)).toMatchObject({ ok: true });
    await expect(logIn(aConsole(county.url), 'wu', codeOf(secret))).rejects.toThrow('the county failed');
  });
});

describe('whose an account is', () => {
  const yesterday = (): string => addDays(localDay(now), -1);
  const office = { orgId: places.county, role: 'countyOffice', from: null, until: null } as const;

  test('LOGIN-10 what somebody may see follows from their posts at that moment: the session ends with the post, and a post that asks for more proof begins another', async () => {
    const { personId } = await anAccount(county.county, { login: 'mei', role: 'countyOffice', name: '田玉梅' });
    const mei = aConsole(county.url);
    expect(await logIn(mei, 'mei')).toMatchObject({ ok: true, user: { name: '田玉梅', roles: ['countyOffice'] } });
    // A post at an institution is none of the county: nothing changes in the session.
    await givePost(county.county, personId, { orgId: places.village, role: 'nurse', from: null, until: null });
    expect(await mei.ask.devices.list.query()).toEqual([]);
    await givePost(county.county, personId, { ...office, role: 'countyIt' });
    await expect(mei.ask.devices.list.query()).rejects.toThrow('not logged in');
    expect(await logIn(mei, 'mei')).toMatchObject({ ok: true, user: { roles: ['countyOffice', 'countyIt'], awaitsTotp: true } });
    for (const role of ['countyOffice', 'countyIt'] as const) await endPosts(county.county, personId, places.county, yesterday(), role);
    expect(await mei.ask.session.me.query()).toBeNull();
    // Not even if the post comes back.
    await givePost(county.county, personId, { ...office, from: localDay(now) });
    expect(await mei.ask.session.me.query()).toBeNull();
    expect(await logIn(mei, 'mei')).toMatchObject({ ok: true, user: { roles: ['countyOffice'] } });
  });

  test('LOGIN-10 without a current post nobody comes in: who has proven that the account is theirs is told why, a stranger what they are always told', async () => {
    const { personId } = await anAccount(county.county, { login: 'gone', role: 'countyOffice' });
    await endPosts(county.county, personId, null, yesterday());
    const looked = aConsole(county.url);
    expect(await logIn(looked, 'gone', null, 'wrong password')).toEqual({ ok: false, code: 'wrong' });
    expect(await logIn(looked, 'gone')).toEqual({ ok: false, code: 'noPost' });
    expect(looked.cookies()).toBe('');
    await givePost(county.county, personId, { ...office, from: addDays(localDay(now), 1) });
    expect(await logIn(looked, 'gone')).toEqual({ ok: false, code: 'noPost' });
    later(24 * 60);
    expect(await logIn(looked, 'gone')).toMatchObject({ ok: true });
  });

  test('LOGIN-11 the first account is county IT until somebody of the roster is, with an account', async () => {
    const { db } = county.county;
    await addAccount(db, { login: 'first', password, personId: null });
    const roles = async () => (await userById(db, (await db.selectFrom('countyUser').select('id').where('login', '=', 'first').executeTakeFirstOrThrow()).id, now))?.roles;
    expect(await roles()).toEqual([]);
    await db.updateTable('countyUser').set({ active: false }).where('isFirst', '=', false).execute();
    expect(await roles()).toEqual(['countyIt']);
    await db.updateTable('countyUser').set({ active: true }).execute();
    expect(await logIn(aConsole(county.url), 'first')).toEqual({ ok: false, code: 'noPost' });
  });

  test('LOGIN-10 an account of before becomes that of who holds its post under its name, or of somebody new with that post; never two of one person', async () => {
    const { db } = county.county;
    const there = await anAccount(county.county, { login: 'new', role: 'regionalAnalyst', name: '吴分析' });
    for (const [login, formerName, isActive] of [['old', '吴分析', true], ['older', '冉统计', true], ['out', '走了的', false]] as const) {
      const id = await addAccount(db, { login, password, personId: newId() });
      await db.updateTable('countyUser').set({ personId: null, active: isActive, formerName, formerRole: 'regionalAnalyst', formerPostOrgId: places.township }).where('id', '=', id).execute();
    }
    // At the first start of this version, and in the audit.
    county = await county.restart();
    const { rows: adopted } = await sql<{ login: string; personId: string }>`select u.login, u.person_id from audit_entry e join county_user u on u.id = e.about::uuid where e.action = 'user.adopt' order by e.number`.execute(county.county.db);
    expect(adopted.map(({ login }) => login)).toEqual(['old', 'older']);
    expect(new Set([there.personId, ...adopted.map(({ personId }) => personId)]).size).toBe(3);
    expect(await logIn(aConsole(county.url), 'older')).toMatchObject({ ok: true, user: { name: '冉统计', roles: ['regionalAnalyst'] } });
    expect(await adoptAccounts(county.county, async () => undefined)).toEqual([]);
    await county.county.db.updateTable('countyUser').set({ active: true }).execute();
    expect(await logIn(aConsole(county.url), 'out')).toEqual({ ok: false, code: 'noPost' });
  });
});

describe('guessing', () => {
  test('LOGIN-4 a stranger is slowed down and locked out, across servers and restarts, and cannot lock the owner out of their own browser', async () => {
    const own = aConsole(county.url);
    expect(await logIn(own, 'li')).toMatchObject({ ok: true });
    const answers = [];
    for (let at = 0; at < 8; at += 1) answers.push(await logIn(aConsole(county.url), 'li', null, `guess ${at}`));
    expect(answers.map((answer) => (answer.ok ? 'in' : answer.code))).toEqual(['wrong', 'wrong', 'wrong', 'wrong', 'wrong', 'wait', 'wait', 'wait']);
    const other = await county.restart();
    county = other;
    expect(await logIn(aConsole(other.url), 'li')).toMatchObject({ ok: false, code: 'wait', seconds: 30 });
    // From the very same address, as behind a clinic's router: the browser that is known for this login, and no other.
    expect(await logIn(aConsole(other.url, own.cookies()), 'li')).toMatchObject({ ok: true });
    const [name = '', value = ''] = own.cookies().split('; ').find((pair) => pair.startsWith('lianyi_browser'))?.split('=') ?? [];
    const forged = [`${name}=${value.replace(/^./, (letter) => (letter === 'A' ? 'B' : 'A'))}`, `${name}=x.y.z`, `${name}=${value.split('.').slice(0, 2).join('.')}`];
    for (const cookie of forged) expect([cookie, await logIn(aConsole(other.url, cookie), 'li')]).toMatchObject([cookie, { ok: false, code: 'wait' }]);
    const tian = aConsole(other.url);
    await beginAttempt(county.county.db, { login: 'tian', ip: '10.9.9.9', knownBrowser: null }, now);
    expect(await logIn(tian, 'tian')).toMatchObject({ ok: true });
    const ofTian = tian.cookies().split('; ').find((pair) => pair.startsWith('lianyi_browser'))?.split('=')[1] ?? '';
    expect(await logIn(aConsole(other.url, `${name}=${ofTian}`), 'li')).toMatchObject({ ok: false, code: 'wait' });
    // It has a count of its own.
    for (let at = 0; at < 10; at += 1) await logIn(aConsole(other.url, own.cookies()), 'li', null, `guess ${at}`);
    expect(await logIn(aConsole(other.url, own.cookies()), 'li')).toMatchObject({ ok: false, code: 'wait' });
    // Many addresses: the login itself is locked, for a while, and the owner's browser is not.
    await county.county.db.deleteFrom('loginFailure').execute();
    for (let at = 0; at < 25; at += 1) await beginAttempt(county.county.db, { login: 'li', ip: `10.0.0.${at}`, knownBrowser: null }, now);
    expect(await logIn(aConsole(other.url), 'li')).toMatchObject({ ok: false, code: 'wait' });
    expect(await logIn(aConsole(other.url, own.cookies()), 'li')).toMatchObject({ ok: true });
    later(16);
    expect(await logIn(aConsole(other.url), 'li')).toMatchObject({ ok: true });
  });

  test('LOGIN-4 a browser is known once all that is asked for was given, and for half a year', async () => {
    const fresh = aConsole(county.url);
    await anAccount(county.county, { login: 'he', role: 'auditor' });
    expect(await logIn(fresh, 'he')).toMatchObject({ ok: true, user: { awaitsTotp: true } });
    expect(fresh.cookies()).not.toContain('lianyi_browser');
    const { secret } = await setUp(fresh);
    later(2);
    expect(await logIn(fresh, 'he', codeOf(secret))).toMatchObject({ ok: true });
    expect(fresh.cookies()).toContain('lianyi_browser');
    const counted = async () => county.county.db.selectFrom('loginFailure').select('count').where('count', '>', 0).execute();
    later(24 * 60 + 1);
    await logIn(aConsole(county.url, fresh.cookies()), 'he', null, 'wrong password');
    expect(await counted()).toHaveLength(1);
    later(181 * 24 * 60);
    await logIn(aConsole(county.url, fresh.cookies()), 'he', null, 'wrong password');
    expect(await counted()).toHaveLength(3);
  });

  test('AUDIT-7 LOGIN-12 a failed login is in the audit with a mark of where it came from: the same for one place, and no address', async () => {
    const failAt = async (url: string, address: string): Promise<string> => {
      await fetch(`${url}/console/trpc/session.login`, { method: 'POST', headers: { 'content-type': 'application/json', origin: url, 'x-forwarded-for': address }, body: JSON.stringify({ login: 'nobody at all', password: 'x' }) });
      const { detail } = await county.county.db.selectFrom('auditEntry').select('detail').where('action', '=', 'session.wrong').orderBy('number', 'desc').executeTakeFirstOrThrow();
      expect(JSON.stringify(detail)).not.toContain('203.0.113');
      return String(detail['place']);
    };
    await county.county.db.deleteFrom('loginFailure').execute();
    const here = await failAt(county.url, '203.0.113.7');
    expect(here).toMatch(/^[0-9a-f]{12}$/);
    // What a request says of itself counts for nothing, unless it comes from a proxy that county IT has named.
    expect(await failAt(county.url, '203.0.113.8')).toBe(here);
    county = await county.restart({ trustProxy: ['127.0.0.0/8', '::1'] });
    const [one, other] = [await failAt(county.url, '203.0.113.7'), await failAt(county.url, '203.0.113.8')];
    expect(new Set([here, one, other]).size).toBe(3);
    expect(await failAt(county.url, '198.51.100.1, 203.0.113.8')).toBe(other);
    county = await county.restart({ trustProxy: ['10.0.0.1'] });
    expect(await failAt(county.url, '203.0.113.7')).toBe(here);
    county = await county.restart({ trustProxy: [] });
  });

  test('AUDIT-7 tries while a lock holds are in the audit once for a place, however many; a wrong password of one\'s own each time, and it counts towards a lock', async () => {
    await county.county.db.deleteFrom('loginFailure').execute();
    later(16);
    const own = aConsole(county.url);
    expect(await logIn(own, 'li')).toMatchObject({ ok: true });
    const written = async (what: string) => (await county.county.db.selectFrom('auditEntry').select(['actorName', 'detail']).where('action', '=', 'session.wrong').execute()).filter(({ detail }) => detail['what'] === what);
    const before = (await written('locked')).length;
    const answers = await Promise.all(Array.from({ length: 30 }, async (_, at) => logIn(aConsole(county.url), 'li', null, `at once ${at}`)));
    expect(answers.filter((answer) => !answer.ok && answer.code === 'wait').length).toBeGreaterThan(10);
    expect((await written('locked')).slice(before)).toMatchObject([{ actorName: '-', detail: { place: expect.stringMatching(/^[0-9a-f]{12}$/) as string } }]);
    later(16);
    await logIn(aConsole(county.url), 'li', null, 'once more');
    await Promise.all(Array.from({ length: 12 }, async () => logIn(aConsole(county.url), 'li', null, 'and more')));
    expect((await written('locked')).length - before).toBe(2);
    const tries = [];
    for (let at = 0; at < 12; at += 1) tries.push(await own.ask.session.changePassword.mutate({ present: `wrong ${at}`, next: '远山-晨雾-2027' }));
    const offered = await own.ask.session.offerTotp.mutate({ password: 'wrong' });
    const wrong = tries.filter((answer) => !answer.ok && answer.code === 'wrong').length;
    expect([wrong, tries.at(-1), offered]).toEqual([10, { ok: false, code: 'wait' }, { ok: false, code: 'wait' }]);
    expect(await written('ownPassword')).toEqual(Array.from({ length: wrong }, () => ({ actorName: 'li', detail: { what: 'ownPassword' } })));
    await county.county.db.deleteFrom('loginFailure').execute();
  });

  test('LOGIN-4 many guesses at once are counted one by one', async () => {
    await county.county.db.deleteFrom('loginFailure').execute();
    const answers = await Promise.all(Array.from({ length: 12 }, async (_, at) => logIn(aConsole(county.url), 'li', null, `at once ${at}`)));
    expect(answers.filter((answer) => !answer.ok && answer.code === 'wrong').length).toBeLessThanOrEqual(5);
    await county.county.db.deleteFrom('loginFailure').execute();
  });

  test('LOGIN-5 a login that there is and one that there is not are answered alike, and for both a password is hashed', async () => {
    const hashed = new Set<number>();
    const hook = createHook({ init: (id, type) => { if (type === 'SCRYPTREQUEST') hashed.add(id); } }).enable();
    const answered = async (login: string) => {
      const before = hashed.size;
      const answer = await logIn(aConsole(county.url), login, null, 'wrong password');
      return { answer, hashes: hashed.size - before };
    };
    const answers = [await answered('nobody'), await answered('li')];
    hook.disable();
    expect(answers).toEqual([{ answer: { ok: false, code: 'wrong' }, hashes: 1 }, { answer: { ok: false, code: 'wrong' }, hashes: 1 }]);
  });

  test.each([['short-7', 'tooShort'], ['password1234', 'common'], ['qwertyuiop', 'common'], ['tianyumei2026', 'common'], ['1234567890', 'common'], ['晨雾-远山-2026', null], ['purple otter 51 rain', null]] as const)('LOGIN-1 of a new password %s is judged %s', (candidate, fault) => {
    expect(passwordFault(candidate, ['tianyumei'])).toBe(fault);
  });
});

describe('sessions', () => {
  test('LOGIN-6 one ends after a time without a question, and after a day\'s work whatever is asked', async () => {
    const office = aConsole(county.url);
    await logIn(office, 'tian');
    expect(office.attributes()).toMatch(/HttpOnly; SameSite=Strict; Max-Age=43200/);
    later(29);
    expect(await office.ask.session.me.query()).not.toBeNull();
    later(31);
    expect(await office.ask.session.me.query()).toBeNull();
    await logIn(office, 'tian');
    for (let at = 0; at < 24; at += 1) {
      later(29);
      expect(await office.ask.session.me.query()).not.toBeNull();
    }
    later(29);
    expect(await office.ask.session.me.query()).toBeNull();
  });

  test('LOGIN-7 a person sees and ends their own, and nobody else\'s; a new password ends all others', async () => {
    const [here, there, other] = [aConsole(county.url, '', 'Firefox here'), aConsole(county.url, '', 'Edge there'), aConsole(county.url)];
    await logIn(here, 'tian');
    await logIn(there, 'tian');
    await logIn(other, 'li');
    const mine = await here.ask.session.mine.query();
    expect(Object.fromEntries(mine.sessions.map(({ browser, isThis }) => [browser, isThis]))).toEqual({ 'Edge there': false, 'Firefox here': true });
    const foreign = (await other.ask.session.mine.query()).sessions[0]?.id ?? '';
    expect(await here.ask.session.end.mutate({ sessionId: foreign })).toEqual({ ok: false });
    expect(await here.ask.session.end.mutate({ sessionId: mine.sessions.find(({ isThis }) => !isThis)?.id ?? '' })).toEqual({ ok: true });
    expect(await there.ask.session.me.query()).toBeNull();
    await logIn(there, 'tian');
    expect(await here.ask.session.changePassword.mutate({ present: 'wrong', next: 'purple otter 51 rain' })).toEqual({ ok: false, code: 'wrong' });
    expect(await here.ask.session.changePassword.mutate({ present: password, next: 'password1234' })).toEqual({ ok: false, code: 'common' });
    expect(await here.ask.session.changePassword.mutate({ present: password, next: 'purple otter 51 rain' })).toEqual({ ok: true });
    expect(await there.ask.session.me.query()).toBeNull();
    expect(await here.ask.session.me.query()).toMatchObject({ login: 'tian' });
  });

  test('LOGIN-8 what changes something is taken from this origin only', async () => {
    const office = aConsole(county.url);
    await logIn(office, 'li');
    const post = async (headers: Readonly<Record<string, string>>): Promise<number> =>
      (await fetch(`${county.url}/console/trpc/session.logout`, { method: 'POST', headers: { 'content-type': 'application/json', cookie: office.cookie(), ...headers }, body: '{}' })).status;
    expect(await statusNaming([new URL(county.url).host, 'evil.example'], office.cookie())).toBe('400');
    expect(await statusNaming([new URL(county.url).host], office.cookie())).toBe('200');
    for (const headers of [{}, { origin: 'null' }, { origin: 'https://elsewhere.example' }, { origin: `${county.url}.elsewhere.example` }]) expect(await post(headers)).toBe(403);
    expect(await office.ask.session.me.query()).not.toBeNull();
    expect(await post({ origin: county.url })).toBe(200);
    expect(await office.ask.session.me.query()).toBeNull();
  });
});

/** Asks who is logged in, by one or more names. */
async function statusNaming(hosts: readonly string[], cookie: string): Promise<string | undefined> {
  const { hostname, port } = new URL(county.url);
  const lines = ['GET /console/trpc/session.me HTTP/1.1', ...hosts.map((host) => `Host: ${host}`), `Cookie: ${cookie}`, 'Connection: close', '', ''];
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(lines.join('\r\n')));
    let text = '';
    socket.setEncoding('utf8').on('data', (chunk) => (text += String(chunk)));
    socket.on('close', () => resolve(text.split(' ')[1])).on('error', reject);
  });
}
