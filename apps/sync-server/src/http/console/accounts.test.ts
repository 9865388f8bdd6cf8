import { aConsole } from '@lianyi/tests/builders/aConsole';
import { aCounty, people, places } from '@lianyi/tests/builders/aCounty';
import type { TestCountyServer } from '@lianyi/tests/builders/aCounty';
import { anAccount } from '@lianyi/tests/builders/anAccount';
import type { TestAccount } from '@lianyi/tests/builders/anAccount';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addDays, localDay } from '@lianyi/schema/basics/dates';
import { givePost } from '../../directory/changePeople.ts';
import { beginAttempt } from '../../access/loginFailures.ts';

const password = '晨雾-远山-2026';

let county: TestCountyServer;
let it: TestAccount;
let other: TestAccount;
let office: TestAccount;
beforeAll(async () => {
  const accounts = [{ login: 'long', role: 'countyIt' as const }, { login: 'he', role: 'countyIt' as const }, { login: 'tian', role: 'countyOffice' as const }];
  county = await aCounty({ demoAccounts: accounts.map((account) => ({ ...account, password })) });
  [it, other, office] = await Promise.all([anAccount(county.county, { login: 'long', role: 'countyIt' }), anAccount(county.county, { login: 'he', role: 'countyIt' }), anAccount(county.county, { login: 'tian', role: 'countyOffice' })]);
});
afterAll(async () => { await county.close(); });

async function loggedIn(login: string, word = password) {
  const console = aConsole(county.url);
  return { console, answer: await console.ask.session.login.mutate({ login, password: word }) };
}
const entries = async (action: string) => county.county.db.selectFrom('auditEntry').select(['actorName', 'about', 'detail']).where('action', '=', action).orderBy('number').execute();

test('LOGIN-9 county IT blocks a login that was stolen from the console, at once, and lets it in again; the audit has it', async () => {
  const { console: { ask } } = await loggedIn('long');
  const stolen = (await loggedIn('tian')).console;
  expect(await ask.accounts.of.query({ personId: office.personId })).toEqual({ login: 'tian', isBlocked: false, hasTotp: false, wrongTries: 0, waits: null, isOwn: false });
  expect(await ask.accounts.of.query({ personId: people.nurse })).toBeNull();
  expect(await ask.accounts.block.mutate({ personId: office.personId })).toEqual({ ok: true, isChanged: true, password: null });
  expect(await stolen.ask.session.me.query()).toBeNull();
  expect((await loggedIn('tian')).answer).toMatchObject({ ok: false, code: 'wrong' });
  expect(await ask.accounts.of.query({ personId: office.personId })).toMatchObject({ isBlocked: true });
  expect(await ask.accounts.unblock.mutate({ personId: office.personId })).toEqual({ ok: true, isChanged: true, password: null });
  expect((await loggedIn('tian')).answer).toMatchObject({ ok: true });
  expect([await entries('user.block'), await entries('user.unblock')]).toMatchObject([[{ actorName: 'long', about: office.personId, detail: { procedure: 'accounts.block' } }], [{ actorName: 'long', about: office.personId }]]);
});

test('LOGIN-9 a new password is made up by the county, told once, and stands in no entry; codes are taken back; both end every session', async () => {
  const { console: { ask } } = await loggedIn('long');
  const theirs = (await loggedIn('tian')).console;
  const given = await ask.accounts.newPassword.mutate({ personId: office.personId });
  const word = given.ok ? given.password ?? '' : '';
  expect(word).toMatch(/^[2-9A-HJKMNP-Z]{4}(-[2-9A-HJKMNP-Z]{4}){3}$/);
  expect(await theirs.ask.session.me.query()).toBeNull();
  expect((await loggedIn('tian')).answer).toMatchObject({ ok: false, code: 'wrong' });
  const { console: again, answer } = await loggedIn('tian', word);
  expect(answer).toMatchObject({ ok: true });
  await county.county.db.updateTable('countyUser').set({ totpSealed: 'sealed', totpConfirmedAt: new Date() }).where('id', '=', office.userId).execute();
  expect(await ask.accounts.of.query({ personId: office.personId })).toMatchObject({ hasTotp: true });
  expect(await ask.accounts.resetTotp.mutate({ personId: office.personId })).toEqual({ ok: true, isChanged: true, password: null });
  expect(await ask.accounts.of.query({ personId: office.personId })).toMatchObject({ hasTotp: false });
  expect(await again.ask.session.me.query()).toBeNull();
  expect(JSON.stringify(await county.county.db.selectFrom('auditEntry').selectAll().execute())).not.toContain(word);
  expect([await entries('user.password'), await entries('user.totpReset')]).toMatchObject([[{ about: office.personId, detail: { procedure: 'accounts.newPassword' } }], [{ about: office.personId }]]);
});

test('LOGIN-9 what was so already is told, changes nothing and ends nobody\'s session, one\'s own neither; the audit says so', async () => {
  const { console: { ask } } = await loggedIn('long');
  const theirs = (await loggedIn('he')).console;
  const before = (await entries('user.unblock')).length;
  for (const personId of [it.personId, other.personId]) expect(await ask.accounts.unblock.mutate({ personId })).toEqual({ ok: true, isChanged: false, password: null });
  expect(await ask.accounts.resetTotp.mutate({ personId: other.personId })).toMatchObject({ isChanged: false });
  expect(await ask.session.me.query()).toMatchObject({ login: 'long' });
  expect(await theirs.ask.session.me.query()).toMatchObject({ login: 'he' });
  expect((await entries('user.unblock')).slice(before)).toMatchObject([{ about: it.personId, detail: { changed: 'nothing' } }, { about: other.personId, detail: { changed: 'nothing' } }]);
  expect(await ask.accounts.of.query({ personId: it.personId })).toMatchObject({ isOwn: true });
});

test('LOGIN-9 a new password does not let a blocked account in: it stays blocked until it is let in again', async () => {
  const { console: { ask } } = await loggedIn('long');
  const { personId } = await anAccount(county.county, { login: 'peng', role: 'countyOffice' });
  await ask.accounts.block.mutate({ personId });
  expect(await ask.accounts.block.mutate({ personId })).toMatchObject({ isChanged: false });
  const given = await ask.accounts.newPassword.mutate({ personId });
  const word = given.ok ? given.password ?? '' : '';
  expect((await loggedIn('peng', word)).answer).toEqual({ ok: false, code: 'wrong' });
  expect(await ask.accounts.of.query({ personId })).toMatchObject({ isBlocked: true });
  await ask.accounts.unblock.mutate({ personId });
  expect((await loggedIn('peng', word)).answer).toMatchObject({ ok: true });
});

test('LOGIN-4 county IT sees that a login waits after wrong passwords, until when and whether everywhere, and lets it try again at once; no session ends', async () => {
  const { console: { ask } } = await loggedIn('long');
  const { personId } = await anAccount(county.county, { login: 'qin', role: 'countyOffice' });
  const own = (await loggedIn('qin')).console;
  const tries = async (count: number, ip: string) => { for (let at = 0; at < count; at += 1) await beginAttempt(county.county.db, { login: 'qin', ip, knownBrowser: null }, new Date()); };
  const seen = async () => ask.accounts.of.query({ personId });
  await tries(4, '10.0.0.1');
  expect(await seen()).toMatchObject({ wrongTries: 4, waits: null });
  await tries(1, '10.0.0.1');
  const waiting = await seen();
  expect(waiting).toMatchObject({ wrongTries: 5, waits: { isEverywhere: false } });
  expect(Date.parse(waiting?.waits?.until ?? '') - Date.now()).toBeGreaterThan(20_000);
  for (let at = 2; at < 5; at += 1) await tries(5, `10.0.0.${at}`);
  expect(await seen()).toMatchObject({ wrongTries: 20, waits: { isEverywhere: true } });
  expect((await loggedIn('qin')).answer).toMatchObject({ ok: false, code: 'wait' });
  expect(await ask.accounts.endWait.mutate({ personId })).toEqual({ ok: true, isChanged: true, password: null });
  expect(await seen()).toMatchObject({ isBlocked: false, wrongTries: 0, waits: null });
  expect((await loggedIn('qin')).answer).toMatchObject({ ok: true });
  expect(await own.ask.session.me.query()).toMatchObject({ login: 'qin' });
  await ask.accounts.endWait.mutate({ personId });
  expect(await entries('user.endWait')).toMatchObject([{ actorName: 'long', about: personId, detail: { procedure: 'accounts.endWait' } }, { detail: { changed: 'nothing' } }]);
  // Of one's own as well: somebody else may be guessing.
  expect(await ask.accounts.endWait.mutate({ personId: it.personId })).toMatchObject({ ok: true });
});

test('LOGIN-7 LOGIN-9 a login that is under way with the old password comes to nothing once another was given', async () => {
  const { console: { ask } } = await loggedIn('long');
  let word = password;
  const begun = await ask.accounts.newPassword.mutate({ personId: office.personId });
  word = begun.ok ? begun.password ?? '' : '';
  const answered: string[] = [];
  for (const delayMs of [5, 15, 25, 40, 60]) {
    const old = word;
    const underWay = Array.from({ length: 4 }, async () => loggedIn('tian', old));
    await new Promise((resolve) => setTimeout(resolve, delayMs));
    const given = await ask.accounts.newPassword.mutate({ personId: office.personId });
    word = given.ok ? given.password ?? '' : '';
    // What came with the old one counts as wrong, and must not hold up the next round.
    await ask.accounts.endWait.mutate({ personId: office.personId });
    for (const { console, answer } of await Promise.all(underWay)) {
      answered.push(answer.ok ? 'in' : answer.code);
      expect(await console.ask.session.me.query()).toBeNull();
    }
  }
  expect(answered).toContain('wrong');
  expect((await loggedIn('tian', word)).answer).toMatchObject({ ok: true });
});

test('LOGIN-7 a password that county IT has given is not replaced by who was changing the one before it', async () => {
  const { console: { ask } } = await loggedIn('long');
  const given = async (): Promise<string> => {
    const answer = await ask.accounts.newPassword.mutate({ personId: office.personId });
    return answer.ok ? answer.password ?? '' : '';
  };
  let word = await given();
  const outcomes: string[] = [];
  for (const delayMs of [0, 5, 10, 15, 20, 30, 45]) {
    const theirs = (await loggedIn('tian', word)).console;
    const next = `晚霞-近水-20${delayMs + 10}`;
    const changing = theirs.ask.session.changePassword.mutate({ present: word, next }).then(({ ok }) => (ok ? 'before' : 'wrong'), () => 'ended');
    await new Promise((resolve) => setTimeout(resolve, delayMs));
    word = await given();
    outcomes.push(await changing);
    expect([delayMs, (await loggedIn('tian', next)).answer.ok, (await loggedIn('tian', word)).answer.ok]).toEqual([delayMs, false, true]);
  }
  expect(outcomes).toContain('ended');
});

test('PERM-8 of two of county IT who shut each other out at once, by a block and by the end of a post, one stays', async () => {
  for (let round = 0; round < 6; round += 1) {
    const [mine, theirs] = [(await loggedIn('long')).console.ask, (await loggedIn('he')).console.ask];
    const yesterday = addDays(localDay(new Date()), -1);
    const [blocked, ended] = await Promise.allSettled([
      mine.accounts.block.mutate({ personId: other.personId }),
      theirs.directory.endPosts.mutate({ personId: it.personId, orgId: places.county, role: 'countyIt', on: yesterday }),
    ]);
    const done = [blocked, ended].filter((one) => one.status === 'fulfilled' && one.value.ok);
    expect([round, done.length]).toEqual([round, 1]);
    // As before, for the next round.
    await county.county.db.updateTable('countyUser').set({ active: true }).where('id', '=', other.userId).execute();
    await givePost(county.county, it.personId, { orgId: places.county, role: 'countyIt', from: null, until: null });
  }
});

test('PERM-8 not one\'s own, not the last of county IT, and not of who has none; each refusal is in the audit', async () => {
  const { console: { ask } } = await loggedIn('long');
  for (const act of ['block', 'resetTotp', 'newPassword'] as const) expect([act, await ask.accounts[act].mutate({ personId: it.personId })]).toEqual([act, { ok: false, why: 'own' }]);
  expect(await ask.accounts.block.mutate({ personId: people.nurse })).toEqual({ ok: false, why: 'noAccount' });
  const theirs = (await loggedIn('he')).console;
  // Two who block each other at once: one of them stays, and cannot block themselves.
  const both = await Promise.allSettled([ask.accounts.block.mutate({ personId: other.personId }), theirs.ask.accounts.block.mutate({ personId: it.personId })]);
  expect(both.filter((one) => one.status === 'fulfilled' && one.value.ok)).toHaveLength(1);
  const left = await county.county.db.selectFrom('countyUser').select('login').where('active', '=', true).where('login', 'in', ['long', 'he']).execute();
  expect(left).toHaveLength(1);
  const [last, personId] = left[0]?.login === 'long' ? [ask, it.personId] : [theirs.ask, other.personId];
  expect(await last.accounts.block.mutate({ personId })).toEqual({ ok: false, why: 'lastOfIt' });
  expect((await entries('user.refused')).map(({ detail }) => detail['refused'])).toEqual(expect.arrayContaining(['own', 'noAccount', 'lastOfIt']));
});
