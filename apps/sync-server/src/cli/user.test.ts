import { newId } from '@lianyi/schema/basics/ids';
import type { Ended } from '@lianyi/tests/builders/aCommandLine';
import { inThisProcess } from '@lianyi/tests/builders/aCommandLine';
import { aConsole } from '@lianyi/tests/builders/aConsole';
import { aCounty, create, people, places } from '@lianyi/tests/builders/aCounty';
import type { TestCountyServer } from '@lianyi/tests/builders/aCounty';
import { aPatient } from '@lianyi/tests/builders/aPatient';
import { anAccount } from '@lianyi/tests/builders/anAccount';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addAccount } from '../access/countyUsers.ts';
import { beginAttempt } from '../access/loginFailures.ts';
import { addPerson } from '../directory/changePeople.ts';
import { sql } from '../store/database.ts';
import { runCounty } from './runCounty.ts';

const password = '晨雾-远山-2026';

let county: TestCountyServer;
beforeAll(async () => { county = await aCounty(); });
afterAll(async () => { await county.close(); });

async function command(args: readonly string[], newPassword = password): Promise<Ended> {
  return inThisProcess(runCounty, args, { DATABASE_URL: county.databaseUrl, LIANYI_KEY_DIR: county.keyDir, LIANYI_NEW_PASSWORD: newPassword });
}

const twoLanguages = /^[^\n]*[\u4e00-\u9fff][^\n]*[A-Za-z]{3}[^\n]*\n$/;

test('LOGIN-9 LOGIN-10 user adds somebody of the roster, lists, blocks, lets in again and gives another password; each refusal is one line in both languages', { timeout: 240_000 }, async () => {
  expect((await command(['user', '--help'])).stdout).toContain('totp-reset LOGIN');
  expect((await command(['user'])).code).toBe(2);
  const person = await addPerson(county.county, { name: '沈明', qualification: 'none', title: 'none', orgId: places.county, role: 'countyOffice', from: null, until: null, isAnother: false });
  const personId = person.ok ? person.document.id : '';
  const add = ['user', 'add', 'shen', '--person', personId];
  for (const [args, word] of [[add.slice(0, 3), password], [[...add.slice(0, 4), newId()], password], [add, 'password1234'], [add, 'short'], [['user', 'block', 'nobody'], password]] as const) {
    const refused = await command(args, word);
    expect([refused.code, refused.stdout]).toEqual([1, '']);
    expect(refused.stderr).toMatch(twoLanguages);
  }
  expect((await command(add.slice(0, 3))).stderr).toMatch(/^账号是名册里一个人的，要写 --person .*person list --query 姓名.* · An account is that of somebody of the roster: --person .*person list --query NAME/);
  expect(await command([...add, '--json'])).toMatchObject({ code: 0, stdout: expect.stringContaining('"ok":true') as string });
  expect((await command(add)).stderr).toContain('There is such a login');
  expect((await command(['user', 'add', 'other', '--person', personId])).stderr).toContain('has an account');
  expect((await command(['user', 'add', 'shen\u202e2', '--person', personId])).stderr).toContain('that are seen');
  expect((await command(['user', 'link', 'shen', '--person', people.nurse])).stderr).toContain('is somebody\'s');
  await addAccount(county.county.db, { login: 'first', password, personId: null });
  // Nobody of the roster who is county IT can log in: the first account is the last.
  const last = await command(['user', 'block', 'first']);
  expect(last).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(/^first 是县信息科最后一个能登录的账号.*add --allow\n$/) as string });
  expect((await command(['user', 'block', 'first', '--allow'])).code).toBe(0);
  expect((await command(['user', 'unblock', 'first'])).code).toBe(0);
  expect((await command(['user', 'link', 'first', '--person', people.nurse])).stderr).toContain('first is the last account');
  const it = await anAccount(county.county, { login: 'long', role: 'countyIt' });
  expect((await command(['user', 'block', 'long'])).code).toBe(0);
  expect((await command(['user', 'unblock', 'long'])).code).toBe(0);
  expect((await command(['user', 'link', 'first', '--person', people.nurse])).code).toBe(0);
  expect((await command(['user', 'block', 'long'])).stderr).toContain('long is the last account');
  await sql`delete from county_user where id = ${it.userId}`.execute(county.owner);
  expect((await command(['user', 'list'])).stdout).toMatch(/first.*田晓霞/);
  const rows = JSON.parse((await command(['user', 'list', '--json'])).stdout) as readonly unknown[];
  expect(rows).toMatchObject([{ login: 'first', person: people.nurse, roles: '', first: 'no' }, { login: 'shen', person: personId, name: '沈明', roles: 'countyOffice', first: 'no', active: 'yes', totp: 'no' }]);

  const browser = aConsole(county.url);
  const logIn = async (word: string) => browser.ask.session.login.mutate({ login: 'shen', password: word });
  expect(await logIn(password)).toMatchObject({ ok: true });
  // What was so already is told, and ends nobody's session.
  expect(await command(['user', 'unblock', 'shen'])).toMatchObject({ code: 0, stdout: expect.stringMatching(/^本来就是这样.*It was so already, nothing was changed: shen\n$/) as string });
  expect(await browser.ask.session.me.query()).toMatchObject({ login: 'shen' });
  expect((await command(['user', 'block', 'shen'])).code).toBe(0);
  expect(await browser.ask.session.me.query()).toBeNull();
  expect(await logIn(password)).toEqual({ ok: false, code: 'wrong' });
  // A new password alone lets nobody in.
  expect(await command(['user', 'password', 'shen'])).toMatchObject({ code: 0, stdout: expect.stringMatching(/还停用着.*still blocked.*user unblock shen/) as string });
  const attempt = async (login: string) => beginAttempt(county.county.db, { login, ip: '10.0.0.1', knownBrowser: null }, new Date());
  for (let at = 0; at < 5; at += 1) await attempt('shen');
  for (let at = 0; at < 5; at += 1) await attempt('other');
  const waits = async () => (JSON.parse((await command(['user', 'list', '--json'])).stdout) as readonly { readonly login: string; readonly waits: string }[]).find(({ login }) => login === 'shen')?.waits;
  expect(Date.parse(await waits() ?? '')).toBeGreaterThan(Date.now());
  expect((await command(['user', 'unblock', 'shen'])).code).toBe(0);
  expect(await waits()).toBe('');
  // Its own are forgotten, and nobody else's.
  expect([await attempt('shen'), await attempt('other')]).toEqual([null, expect.any(Number)]);
  expect((await command(['user', 'password', 'shen'], 'purple otter 51 rain')).code).toBe(0);
  expect(await logIn('purple otter 51 rain')).toMatchObject({ ok: true });
  expect((await command(['user', 'totp-reset', 'shen'])).code).toBe(0);
  const acts = await county.county.db.selectFrom('auditEntry').select(['action', 'detail']).where('actor', '=', 'commandLine').orderBy('number').execute();
  const blocks = ['user.block', 'user.unblock'];
  expect(acts.map(({ action }) => action)).toEqual(['user.add', ...blocks, ...blocks, 'user.link', 'user.unblock', 'user.block', 'user.password', 'user.unblock', 'user.password', 'user.totpReset']);
  // What was so already stands there as that.
  expect(acts.flatMap(({ action, detail }) => (detail['changed'] === 'nothing' ? [action] : []))).toEqual(['user.unblock', 'user.totpReset']);
});

test('LINE-24 parcel out for a PC that does not exist, or has not brought one, says which', { timeout: 60_000 }, async () => {
  const { id } = await county.enrol(places.village);
  for (const unknown of [newId(), 'x']) expect(await command(['parcel', 'out', 'unwritten', '--device', unknown])).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('There is no such PC') as string });
  expect(await command(['parcel', 'out', 'unwritten', '--device', id])).toMatchObject({ code: 1, stderr: expect.stringContaining('No parcel of this PC has come yet') as string });
});

test('AUDIT-5 audit tells by patient and time, as text, JSON and CSV, and check finds what was altered, snapshots included', { timeout: 240_000 }, async () => {
  const village = await county.enrol(places.village);
  const patient = aPatient({ homeId: places.village, name: '=龙正芬' });
  await village.push([create(patient)], { action: 'patients.register' });
  expect((await command(['audit', '--help'])).stdout).toContain('--patient ID');
  for (const args of [['audit', '--patient', 'x'], ['audit', '--from', 'yesterday'], ['audit', '--from', '2026-02-30'], ['audit', '--json', '--csv']]) expect(await command(args)).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(twoLanguages) as string });
  const [line = ''] = (await command(['audit', '--patient', patient.id, '--json'])).stdout.split('\n').slice(-2);
  expect(JSON.parse(line)).toMatchObject({ source: 'pcSave', action: 'patients.register', patients: [{ id: patient.id, name: '=龙正芬' }] });
  expect((await command(['audit', '--patient', patient.id, '--csv'])).stdout).toContain(`,'=龙正芬,${patient.id},`);
  expect((await command(['audit', '--from', '2026-03-02', '--until', '2026-03-01'])).stderr).toMatch(/--from \(2026-03-02\) has to be before --until \(2026-03-01\)/);
  expect((await command(['audit', '--until', '2001-01-01'])).stdout).toBe('');
  expect((await command(['check'])).stderr).toContain('the chains are whole');
  // Nothing in it is what a manifest promises.
  await sql`insert into snapshot (scope, number, manifest, built_at) values ('org:x', 7, ${JSON.stringify({ chunks: [{ sha256: 'a'.repeat(64) }, { sha256: 'b'.repeat(64) }] })}, now())`.execute(county.owner);
  await sql`insert into snapshot_chunk (sha256, scope, number, bytes) values (${'a'.repeat(64)}, 'org:x', 7, 'other')`.execute(county.owner);
  const chunks = await command(['check']);
  expect(chunks).toMatchObject({ code: 1, stdout: `snapshot org:x 7 ${'a'.repeat(64)} altered\nsnapshot org:x 7 ${'b'.repeat(64)} missing\n` });
  expect(chunks.stderr).toContain('2 of 2 chunks of snapshots are damaged or missing');
  expect(JSON.parse((await command(['check', '--json'])).stdout)).toMatchObject({ ok: false, snapshots: { looked: 2, faults: [{ fault: 'altered' }, { fault: 'missing' }] } });
  await sql`delete from snapshot`.execute(county.owner);
  await sql`update audit_entry set actor_name = 'nobody' where number = 2`.execute(county.owner);
  const found = await command(['check']);
  expect(found).toMatchObject({ code: 1, stdout: 'audit 2 altered\n' });
  expect(found.stderr).toContain('tampered with');
});
