import { beginAttempt } from '@lianyi/sync-server/access/loginFailures';
import { runCounty } from '@lianyi/sync-server/cli/runCounty';
import { devicePolicy } from '@lianyi/sync-server/store/devicePolicy';
import type { Ended } from '@lianyi/tests/builders/aCommandLine';
import { inThisProcess } from '@lianyi/tests/builders/aCommandLine';
import { aConsole } from '@lianyi/tests/builders/aConsole';
import { aCounty, create, places } from '@lianyi/tests/builders/aCounty';
import type { TestCountyServer } from '@lianyi/tests/builders/aCounty';
import { anAccount } from '@lianyi/tests/builders/anAccount';
import { aPatient } from '@lianyi/tests/builders/aPatient';
import { aPerson } from '@lianyi/tests/builders/anOrganisation';
import { withoutAudit } from '@lianyi/tests/builders/withoutAudit';
import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, expect, test } from 'vitest';

const password = '晨雾-远山-2026';

let county: TestCountyServer;
beforeAll(async () => { county = await aCounty({ demoAccounts: [{ login: 'long', password, role: 'countyIt' }] }); });
afterAll(async () => { await county.close(); });

const countyCommand = async (...args: readonly string[]): Promise<Ended> => inThisProcess(runCounty, args, { DATABASE_URL: county.databaseUrl, LIANYI_KEY_DIR: county.keyDir });
const failed = { code: 1, stdout: '', stderr: expect.stringContaining('no entry is taken') as string };
const last = async (action: string) => county.county.db.selectFrom('auditEntry').select(['actor', 'about', 'detail']).where('action', '=', action).orderBy('number', 'desc').executeTakeFirstOrThrow();

test('AUDIT-8 what is released from quarantine, and a gap that is given up, is one transaction with its entry: without the one the other is not there', { timeout: 120_000 }, async () => {
  const newcomer = aPerson({ orgId: places.village, role: 'villageDoctor' });
  const village = await county.enrol(places.village, newcomer.id);
  const { bundleId } = await village.push([create(aPatient({ homeId: places.village }))]);
  const release = async () => countyCommand('release', bundleId, '--reason', '岗位已补登');
  const outcome = async () => (await county.county.db.selectFrom('bundle').select('outcome').where('claimedId', '=', bundleId).executeTakeFirstOrThrow()).outcome;
  // Judged again, and set aside again: that is there too, as what came of it.
  expect((await release()).code).toBe(1);
  expect(await last('bundle.release')).toMatchObject({ actor: 'commandLine', about: bundleId, detail: { procedure: 'release', outcome: 'quarantined' } });
  await county.write([newcomer]);
  expect(await withoutAudit(county.owner, release)).toEqual(failed);
  expect(await outcome()).toBe('quarantined');
  expect(await release()).toMatchObject({ code: 0 });
  expect([await outcome(), await last('bundle.release')]).toMatchObject(['accepted', { about: bundleId, detail: { outcome: 'accepted' } }]);

  const gapped = await county.enrol(places.village);
  const submissions = Array.from({ length: 3 }, () => gapped.submit(gapped.bundle([create(aPatient({ homeId: places.village }))])));
  await gapped.exchange({ submissions: submissions.slice(2) });
  const giveUp = async () => countyCommand('gap-lost', gapped.id, 'routine', '1', '--reason', '硬盘坏了');
  const lost = async () => county.county.db.selectFrom('lostLink').select('deviceId').where('deviceId', '=', gapped.id).execute();
  expect(await withoutAudit(county.owner, giveUp)).toEqual(failed);
  expect(await lost()).toEqual([]);
  expect(await giveUp()).toMatchObject({ code: 0 });
  expect([(await lost()).length, await last('gap.lost')]).toMatchObject([1, { about: gapped.id, detail: { procedure: 'gap-lost' } }]);

  const days = async () => (await devicePolicy(county.county.db)).leaseDays;
  const before = await days();
  expect(await withoutAudit(county.owner, async () => countyCommand('device-policy', '--days', '9'))).toEqual(failed);
  expect(await days()).toBe(before);
});

test('AUDIT-8 a recovery code that is used, a login that is ended and a code for more days are one transaction with their entries', { timeout: 120_000 }, async () => {
  await anAccount(county.county, { login: 'long', role: 'countyIt', password });
  const { personId } = await anAccount(county.county, { login: 'tian', role: 'countyOffice', password });
  const [office, there] = [aConsole(county.url), aConsole(county.url, '', 'there')];
  for (const one of [office, there]) expect(await one.ask.session.login.mutate({ login: 'tian', password })).toMatchObject({ ok: true });
  const { sessions } = await office.ask.session.mine.query();
  const other = { sessionId: sessions.find(({ isThis }) => !isThis)?.id ?? '' };
  await withoutAudit(county.owner, async () => {
    await expect(office.ask.session.end.mutate(other)).rejects.toThrow('the county failed');
    await expect(office.ask.session.logout.mutate()).rejects.toThrow('the county failed');
  });
  for (const one of [office, there]) expect(await one.ask.session.me.query()).toMatchObject({ login: 'tian' });
  expect(await office.ask.session.end.mutate(other)).toEqual({ ok: true });
  expect(await there.ask.session.me.query()).toBeNull();
  expect(await last('session.end')).toMatchObject({ about: other.sessionId });

  const offered = await office.ask.session.offerTotp.mutate({ password });
  const secret = offered.ok ? offered.secret : '';
  const confirmed = await office.ask.session.confirmTotp.mutate({ sealed: offered.ok ? offered.sealed : '', code: new TOTP({ secret: Secret.fromBase32(secret) }).generate() });
  const code = confirmed.ok ? confirmed.recoveryCodes[0] ?? '' : '';
  const logIn = async () => aConsole(county.url).ask.session.login.mutate({ login: 'tian', password, code });
  await withoutAudit(county.owner, async () => { await expect(logIn()).rejects.toThrow('the county failed'); });
  expect(await logIn()).toMatchObject({ ok: true });
  expect(await last('session.recovery')).toMatchObject({ actor: 'user' });

  const it = aConsole(county.url);
  await it.ask.session.login.mutate({ login: 'long', password });
  const pc = await county.enrol(places.village);
  const extend = async () => it.ask.devices.extend.mutate({ deviceId: pc.id, days: 14, reason: '村里断网' });
  await withoutAudit(county.owner, async () => { await expect(extend()).rejects.toThrow('the county failed'); });
  expect(await extend()).toMatchObject({ ok: true });

  await beginAttempt(county.county.db, { login: 'tian', ip: '10.0.0.1', knownBrowser: null }, new Date());
  await withoutAudit(county.owner, async () => {
    for (const act of ['block', 'endWait', 'resetTotp', 'newPassword'] as const) await expect(it.ask.accounts[act].mutate({ personId })).rejects.toThrow('the county failed');
  });
  expect(await it.ask.accounts.of.query({ personId })).toMatchObject({ isBlocked: false, hasTotp: true, wrongTries: 1 });
  expect(await office.ask.session.me.query()).toMatchObject({ login: 'tian' });
});

test('DEV-8 AUDIT-8 what a stolen PC had sent is released bundle by bundle, each with its entry, from the console too; found again changes nothing', { timeout: 120_000 }, async () => {
  const it = aConsole(county.url);
  await it.ask.session.login.mutate({ login: 'long', password });
  const pc = await county.enrol(places.village);
  const act = async (what: 'stolen' | 'found', takesBlocked = false) => it.ask.devices.act.mutate({ deviceId: pc.id, act: what, reason: '车上被偷', takesBlocked });
  await act('stolen');
  const pushed = [await pc.push([create(aPatient({ homeId: places.village }))]), await pc.push([create(aPatient({ homeId: places.village }))])];
  expect(await act('found', true)).toEqual({ ok: true, isChanged: true, released: { taken: 2, kept: 0 } });
  const released = await county.county.db.selectFrom('auditEntry').select(['about', 'detail', 'sessionId']).where('action', '=', 'bundle.release').where('actor', '=', 'user').orderBy('number').execute();
  expect(released.map(({ about, detail }) => [about, detail])).toEqual(pushed.map(({ bundleId }) => [bundleId, { procedure: 'devices.act', outcome: 'accepted' }]));
  expect(await act('found')).toEqual({ ok: true, isChanged: false, released: null });
  expect(await last('device.manage')).toMatchObject({ about: pc.id, detail: { procedure: 'devices.act', changed: 'nothing' } });
  // What left the quarantine since it needed another has an entry of its own, too, which names that other.
  await act('stolen');
  const patient = aPatient({ homeId: places.village });
  const needed = await pc.push([create(patient)]);
  const needing = await pc.push([{ op: 'change', kind: 'patient', version: 1, id: patient.id, changes: [{ unit: 'phone', before: patient.phone, after: '13900001111' }] }], { needs: [needed.bundleId] });
  expect(await act('found', true)).toMatchObject({ ok: true, released: { kept: 0 } });
  const entries = await county.county.db.selectFrom('auditEntry').select(['about', 'detail']).where('action', '=', 'bundle.release').where('actor', '=', 'user').orderBy('number', 'desc').limit(2).execute();
  expect(entries.toReversed()).toEqual([
    { about: needed.bundleId, detail: { procedure: 'devices.act', outcome: 'accepted' } },
    { about: needing.bundleId, detail: { procedure: 'devices.act', outcome: 'accepted', bundleId: needed.bundleId } },
  ]);
});
