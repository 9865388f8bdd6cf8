import { canonicalJson } from '@lianyi/schema/basics/canonicalJson';
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { codeToGrant } from '@lianyi/schema/wire/lease';
import { actOnDevice } from '../access/deviceActs.ts';
import { aCounty, create, people, places } from '@lianyi/tests/builders/aCounty';
import type { TestCountyServer } from '@lianyi/tests/builders/aCounty';
import { newId } from '@lianyi/schema/basics/ids';
import { aPerson } from '@lianyi/tests/builders/anOrganisation';
import { anEmptyDatabase } from '@lianyi/tests/builders/aTestPostgres';
import type { Ended } from '@lianyi/tests/builders/aCommandLine';
import { inThisProcess } from '@lianyi/tests/builders/aCommandLine';
import { anAccount } from '@lianyi/tests/builders/anAccount';
import { aPatient } from '@lianyi/tests/builders/aPatient';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { devicePolicy } from '../store/devicePolicy.ts';
import { openCountyKey } from '../sync/countyKey.ts';
import { runCounty } from './runCounty.ts';

const run = promisify(execFile);
const main = join(import.meta.dirname, 'main.ts');

let county: TestCountyServer;
beforeAll(async () => { county = await aCounty(); });
afterAll(async () => { await county.close(); });

const countyCommand = async (...args: readonly string[]): Promise<Ended> => countyCommandOn(county.databaseUrl, ...args);

async function countyCommandOn(databaseUrl: string, ...args: readonly string[]): Promise<Ended> {
  return inThisProcess(runCounty, args, { DATABASE_URL: databaseUrl, LIANYI_KEY_DIR: county.keyDir });
}

describe('npm run county', () => {
  test('AUDIT-4 check has a usage of its own, and says in one JSON object what it says in lines', { timeout: 60_000 }, async () => {
    expect((await countyCommand('check', '--help')).stdout).toMatch(/check \[--json\]/);
    const { code, stdout } = await countyCommand('check', '--json');
    expect([code, JSON.parse(stdout)]).toMatchObject([0, { ok: true, keyFrom: 'file', documents: { faults: [] }, audit: { faults: [] }, reads: { faults: [] } }]);
  });


  test('dump writes every document as a line of JSON, by id', { timeout: 60_000 }, async () => {
    const village = await county.enrol(places.village);
    const patient = aPatient({ homeId: places.village, name: '龙𬱖芬' });
    await village.push([create(patient)]);
    const { code, stdout } = await countyCommand('dump');
    const lines = stdout.trimEnd().split('\n').map((line) => JSON.parse(line) as { id: string; kind: string; revision: number; scopes: string[]; body: unknown });
    expect(code).toBe(0);
    expect(lines.map((line) => line.id)).toEqual(lines.map((line) => line.id).toSorted());
    expect(lines.find((line) => line.id === patient.id)).toEqual({ id: patient.id, kind: 'patient', revision: 1, scopes: [`org:${places.village}`], waiting: false, body: patient });
    expect(lines).toHaveLength(13);
    expect(stdout.split('\n')[0]).toBe(canonicalJson(lines[0]));
    const ofVillage = (await countyCommand('dump', '--scopes', `org:${places.village},org:${places.farVillage}`)).stdout.trimEnd().split('\n').map((line) => JSON.parse(line) as { scopes: string[] });
    expect(ofVillage.length).toBeLessThan(13);
    expect(new Set(ofVillage.flatMap(({ scopes }) => scopes))).toEqual(new Set([`org:${places.village}`]));
  });

  test('a code from the command line enrols a device, which the list then shows', { timeout: 60_000 }, async () => {
    const { stdout } = await countyCommand('device', 'code', places.otherVillage, '--name', '木叶一号');
    expect(stdout.trim()).toMatch(/^\w{4}-\w{4}-\w{4}$/);
    const listed = await countyCommand('device', 'list');
    expect(listed.stdout).toContain('active');
    const missing = await countyCommand('device', 'code', '00000000-0000-7000-8000-000000000000');
    expect([missing.code, missing.stderr]).toEqual([1, expect.stringContaining('No such institution')]);
  });

  test('quarantine and log say what is there', { timeout: 60_000 }, async () => {
    const village = await county.enrol(places.village);
    await village.push([create(aPatient({ homeId: places.farVillage }))]);
    expect((await countyCommand('quarantine')).stdout).toContain('outOfScope');
    const log = await countyCommand('log', 'catalogue');
    expect(JSON.parse(log.stdout.split('\n')[0] ?? '')).toMatchObject({ number: 1, evicts: [] });
    expect((await countyCommand('log', 'catalogue', '--after', '1')).stdout).toBe('');
  });

  test('SYNC-30 move-patient moves a record with a reason, tells the servers at once, and refuses in words what it cannot do', { timeout: 90_000 }, async () => {
    const village = await county.enrol(places.village);
    const far = await county.enrol(places.farVillage);
    const patient = aPatient({ homeId: places.village });
    await village.push([create(patient)]);
    await far.pull();
    const refusals = [[patient.id, places.farVillage], [patient.id, 'nowhere', '--reason', '迁居'], [patient.id, places.county, '--reason', '迁居'], [patient.id, places.village, '--reason', '迁居'], [places.village, places.farVillage, '--reason', '迁居']];
    for (const args of refusals) expect(await countyCommand('move-patient', ...args)).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(/[\u4e00-\u9fff]/) as string });

    const waiting = far.exchange({ waitMs: 30_000 });
    const moved = await countyCommand('move-patient', patient.id, places.farVillage, '--reason', '迁居');
    expect(moved).toMatchObject({ code: 0, stdout: expect.stringContaining('Moved to') as string });
    // The audit has all that was asked for, by what each is called.
    const [entry] = await county.county.db.selectFrom('auditEntry').select('detail').where('action', '=', 'patient.move').execute();
    expect(entry?.detail).toEqual({ procedure: 'move-patient', asked: JSON.stringify({ patientId: patient.id, orgId: places.farVillage, reason: '迁居' }) });
    expect((await waiting).page.documents.map((document) => document.id)).toContain(patient.id);
    expect([...(await village.pull()).values()]).toContainEqual(expect.objectContaining({ kind: 'review', reason: 'patientMoved' }));
  });

  test('SYNC-12 device list shows who is forked and who awaits confirmation, and confirm-device ends each in turn', { timeout: 120_000 }, async () => {
    const village = await county.enrol(places.village, undefined, '分叉的电脑');
    await county.county.db.updateTable('device').set({ awaitsConfirmation: true, forkedAt: new Date() }).where('id', '=', village.id).execute();
    const shown = async () => (await countyCommand('device', 'list')).stdout.split('\n').find((line) => line.includes('分叉的电脑'));
    expect(await shown()).toContain('active, forked, awaits confirm-device');
    expect((await countyCommand('confirm-device', village.id)).code).toBe(0);
    expect(await shown()).toMatch(/active, forked {2}/);
    expect((await countyCommand('confirm-device', village.id)).code).toBe(0);
    expect(await shown()).toMatch(/active {2}/);
    expect(await countyCommand('confirm-device', village.id)).toMatchObject({ code: 1, stderr: expect.stringMatching(/没有分叉：.*\n.*not forked/) as string });
  });

  test('SYNC-22 gap-lost gives up what will not come, with a reason, and the list of devices shows gaps', { timeout: 120_000 }, async () => {
    const village = await county.enrol(places.village);
    const submissions = Array.from({ length: 3 }, () => village.submit(village.bundle([create(aPatient({ homeId: places.village }))])));
    await village.exchange({ submissions: submissions.slice(2) });
    expect((await countyCommand('device', 'list')).stdout).toContain('routine 1 (1 wait since');
    const giveUp = async (number: string, ...reason: readonly string[]) => countyCommand('gap-lost', village.id, 'routine', number, ...reason);
    expect(await giveUp('2')).toMatchObject({ code: 1, stderr: expect.stringContaining('--reason') as string });
    expect(await giveUp('7', '--reason', '硬盘坏了')).toMatchObject({ code: 1, stderr: expect.stringContaining('no gap') as string });
    expect(await giveUp('2', '--reason', '硬盘坏了')).toMatchObject({ code: 0, stdout: expect.stringMatching(/routine 1-2.*recorded as lost[^]*accepted/) as string });
    expect((await countyCommand('device', 'list')).stdout).not.toContain('wait since');
    expect((await village.exchange()).receipts.map(({ outcome }) => outcome)).toEqual(['accepted']);
  });

  test('SYNC-6 release judges a bundle again once its cause is mended, and tells why it cannot', { timeout: 60_000 }, async () => {
    const newcomer = aPerson({ orgId: places.village, role: 'villageDoctor' });
    const village = await county.enrol(places.village, newcomer.id);
    const patient = aPatient({ homeId: places.village });
    const { bundleId } = await village.push([create(patient)]);
    const early = await countyCommand('release', bundleId, '--reason', '看看');
    expect([early.code, early.stderr]).toEqual([1, expect.stringContaining('Still in quarantine: notPermitted')]);
    await county.write([newcomer]);
    expect((await countyCommand('release', bundleId)).stderr).toContain('Say why');
    expect(await countyCommand('release', bundleId, '--reason', '岗位已补登', '--by', '县信息科')).toMatchObject({ code: 0, stdout: 'accepted +0\n' });
    expect((await countyCommand('release', bundleId, '--reason', '再来')).stderr).toContain('No such bundle in quarantine');
    expect(await county.county.db.selectFrom('release').select(['releasedBy', 'reason', 'outcome']).orderBy('id').execute()).toMatchObject([
      { outcome: 'quarantined' }, { releasedBy: '县信息科', reason: '岗位已补登', outcome: 'accepted' },
    ]);
    expect((await village.exchange({ pageDocuments: 0 })).receipts).toMatchObject([{ bundleId, outcome: 'accepted' }]);
  });

  test('AUDIT-4 AUDIT-7 without the county\'s key nothing that is written down is done, and a check does not count: in words of both languages', { timeout: 120_000 }, async () => {
    const keyless = async (...args: readonly string[]): Promise<Ended> => inThisProcess(runCounty, args, { DATABASE_URL: county.databaseUrl, LIANYI_KEY_DIR: join(county.keyDir, 'nowhere'), LIANYI_NEW_PASSWORD: '晨雾-远山-2026' });
    const device = await county.enrol(places.village);
    const user = await anAccount(county.county, { login: 'kept', role: 'countyOffice' });
    const rows = async () => Promise.all([
      county.county.db.selectFrom('auditEntry').select('number').execute(), county.county.db.selectFrom('countyUser').selectAll().orderBy('id').execute(), county.county.db.selectFrom('device').select(['id', 'status', 'awaitsConfirmation']).orderBy('id').execute(),
      county.county.db.selectFrom('enrolmentCode').select('name').orderBy('name').execute(), county.county.db.selectFrom('deviceRecoveryCode').select('codeId').execute(), devicePolicy(county.county.db),
    ]);
    const before = await rows();
    const asked = [
      ['user', 'block', 'kept'], ['user', 'unblock', 'kept'], ['user', 'password', 'kept'], ['user', 'totp-reset', 'kept'], ['user', 'link', 'kept', '--person', people.nurse], ['user', 'add', 'more', '--person', people.nurse],
      ['device', 'stolen', device.id, '--reason', '失窃了'], ['device', 'retire', device.id, '--reason', '旧了'], ['device', 'code', places.village], ['device', 'replace', device.id, '--reason', '旧了'], ['device', 'recover', device.id, '--person', people.villageDoctor, '--reason', '都忘了'],
      ['device-policy', '--days', '9'], ['confirm-devices'], ['confirm-device', device.id], ['move-patient', device.id, places.village, '--reason', '迁居'], ['audit'], ['dump'], ['prove', device.id],
      ['release', newId(), '--reason', '岗位已补登'], ['gap-lost', device.id, 'routine', '1', '--reason', '硬盘坏了'], ['device', 'extend', device.id, '--days', '9'],
    ];
    const directory = [['org', 'close', places.village, '--reason', '并入乡镇'], ['person', 'end', people.nurse], ['parcel', 'in', join(county.keyDir, 'no.parcel')], ['parcel', 'out', join(county.keyDir, 'no.parcel'), '--device', device.id]];
    for (const args of [...asked, ...directory]) expect([args, await keyless(...args)]).toEqual([args, { code: 1, stdout: '', stderr: expect.stringMatching(/^没有找到县的密钥，.*什么也没有做：请设置 LIANYI_KEY_DIR · No county key found, .*nothing was done: set LIANYI_KEY_DIR\n$/) as string }]);
    expect(await rows()).toEqual(before);
    // With another county's it would be done, and look as if the audit had been altered.
    await openCountyKey(join(county.keyDir, 'another'));
    const asAnother = async (...args: readonly string[]): Promise<Ended> => inThisProcess(runCounty, args, { DATABASE_URL: county.databaseUrl, LIANYI_KEY_DIR: join(county.keyDir, 'another'), LIANYI_NEW_PASSWORD: '晨雾-远山-2026' });
    for (const args of [...asked, ...directory]) expect([args, await asAnother(...args)]).toMatchObject([args, { code: 1, stdout: '', stderr: expect.stringMatching(/不是这个县的.* · .*not this county's, and nothing was done/) as string }]);
    expect(await rows()).toEqual(before);
    const check = await keyless('check', '--json');
    expect([check.code, JSON.parse(check.stdout)]).toMatchObject([1, { ok: false, keyFrom: 'database', audit: { faults: [] } }]);
    expect(check.stderr).toMatch(/不算核对过.* · No county key found.*does not count as checked/);
    expect((await keyless('device-policy')).code).toBe(0);
    expect(user.userId).not.toBe('');
  });

  test('a command that is none, or a missing operand, gets the usage', { timeout: 60_000 }, async () => {
    for (const args of [[], ['nonsense'], ['toString'], ['log'], ['release'], ['dump', 'extra'], ['--nonsense'], ['dump', '--patient', 'x'], ['check', '--scopes', 'catalogue']]) {
      expect(await countyCommand(...args)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(/^.*[\u4e00-\u9fff].*\n\n用法 · Usage: npm run county/) as string });
    }
    expect(await countyCommand('--help')).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining('npm run county') as string });
  });

  test('a reader that has had enough is no error', { timeout: 60_000 }, async () => {
    const { stderr } = await run('bash', ['-c', `"${process.execPath}" "${main}" dump | head -1; echo "\${PIPESTATUS[0]}" >&2`], { env: { ...process.env, DATABASE_URL: county.databaseUrl, LIANYI_KEY_DIR: county.keyDir } });
    expect(stderr.trim()).toBe('0');
  });

  test('SYNC-51 backup writes a sealed file while the county serves, and says what it needs', { timeout: 90_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lianyi-county-backup-'));
    const [file, keyFile] = [join(folder, 'county.backup'), join(folder, 'key')];
    expect(await countyCommand('backup', file)).toMatchObject({ code: 1, stderr: expect.stringContaining('LIANYI_BACKUP_PASSPHRASE') as string });
    writeFileSync(keyFile, randomBytes(32));
    const { code, stdout } = await countyCommand('backup', file, '--key-file', keyFile, '--key-dir', county.keyDir);
    expect([code, JSON.parse(stdout)]).toEqual([0, expect.objectContaining({ file, epoch: county.county.epoch, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string })]);
    expect(await countyCommand('restore', file, '--key-file', keyFile, '--key-dir', county.keyDir)).toMatchObject({ code: 1, stderr: expect.stringContaining('not empty') as string });
    rmSync(folder, { recursive: true, force: true });
  });

  test('SYNC-51 what a backup or a restore meets on the disk is said in one line of both languages, and nothing is left of it', { timeout: 300_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lianyi-county-files-'));
    const keyFile = join(folder, 'key');
    writeFileSync(keyFile, randomBytes(32));
    const empty = await anEmptyDatabase();
    const inOneLine = (words: string) => ({ code: 1, stdout: '', stderr: expect.toSatisfy((said: string) => /^.*[\u4e00-\u9fff].*\n$/.test(said) && said.includes(words)) as string });
    const withKey = async (name: string, file: string, keyDir = join(folder, 'keys'), databaseUrl = empty.databaseUrl) => countyCommandOn(databaseUrl, name, file, '--key-file', keyFile, '--key-dir', keyDir);
    const backupTo = async (file: string) => withKey('backup', file, county.keyDir, county.databaseUrl);

    expect(await backupTo(folder)).toEqual(inOneLine('this is a folder'));
    // A device stays what it is.
    const device = join(folder, 'a device');
    symlinkSync('/dev/full', device);
    expect(await backupTo(device)).toEqual(inOneLine(`this is no regular file, name another: ${device}\n`));
    expect(lstatSync(device).isSymbolicLink()).toBe(true);
    rmSync(device);
    expect(await backupTo(join(folder, 'none', 'county.backup'))).toEqual(inOneLine(`No such file or folder: ${join(folder, 'none', 'county.backup')}\n`));
    expect(await backupTo(join(keyFile, 'county.backup'))).toEqual(inOneLine('is no folder'));
    const file = join(folder, 'county.backup');
    expect((await backupTo(file)).code).toBe(0);
    expect(readdirSync(folder).toSorted()).toEqual(['county.backup', 'key']);

    expect(await withKey('restore', join(folder, 'none'))).toEqual(inOneLine('No such file or folder'));
    expect(await withKey('restore', folder)).toEqual(inOneLine('This is a folder'));
    const damaged = join(folder, 'damaged');
    for (const [bytes, words] of [[Buffer.alloc(0), 'no backup of a county'], [readFileSync(file).subarray(0, 900), 'damaged']] as const) {
      writeFileSync(damaged, bytes);
      expect(await withKey('restore', damaged)).toEqual(inOneLine(words));
    }
    expect(await withKey('restore', file, join(keyFile, 'keys'))).toEqual(inOneLine('is no folder'));
    expect(await countyCommandOn(empty.databaseUrl, 'device', 'list')).toEqual(inOneLine('There is no county in this database yet'));
    expect(await countyCommandOn(empty.databaseUrl.replace(/[^/]+$/, 'no_such_database'), 'device', 'list')).toEqual(inOneLine('no such database'));
    await empty.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  test.runIf(process.platform === 'linux')('SYNC-51 a backup onto a disk that takes nothing says so', { timeout: 120_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lianyi-county-full-'));
    const keyFile = join(folder, 'key');
    writeFileSync(keyFile, randomBytes(32));
    symlinkSync('/dev/full', join(folder, 'county.backup.part'));
    const { code, stderr } = await countyCommand('backup', join(folder, 'county.backup'), '--key-file', keyFile, '--key-dir', county.keyDir);
    expect([code, stderr]).toEqual([1, expect.stringMatching(/^没有备份 · Not backed up: 硬盘满了.*The disk is full.*\n$/)]);
    expect(readdirSync(folder)).toEqual(['key']);
    rmSync(folder, { recursive: true, force: true });
  });

  test('KEY-8 KEY-10 device recover and device extend give codes with a reason, device-policy says and sets what holds for all, and each refuses in words', { timeout: 400_000 }, async () => {
    const village = await county.enrol(places.village);
    const { id } = village;
    const asked = ['device', 'recover', id, '--person', people.villageDoctor, '--reason', '都忘了', '--by', '龙建军'];
    const { code, stdout } = await countyCommand(...asked);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^\w{4}-\w{4}-\w{4}\n.*\n.*Good once/)]);
    expect(await county.county.db.selectFrom('deviceRecoveryCode').select(['reason', 'madeBy']).where('deviceId', '=', id).execute()).toEqual([{ reason: '都忘了', madeBy: '龙建军' }]);
    const extended = await countyCommand('device', 'extend', id, '--days', '14');
    const grant = codeToGrant(extended.stdout.split('\n')[0] ?? '');
    expect(grant).toMatchObject({ days: 14 });
    const refusals = [
      [asked.slice(0, 5), 'Say why with --reason'], [['device', 'recover', id, '--reason', 'x'], 'For whom?'], [['device', 'recover', 'nowhere', ...asked.slice(3)], 'No such device'],
      [[...asked.slice(0, 4), 'nobody', ...asked.slice(5)], 'No such person'], [['device', 'extend', id], 'The days are 1 to 366'], [['device', 'extend', id, '--days', '400'], 'The days are 1 to 366'], [['device-policy', '--pins', 'maybe'], '--pins is yes or no'],
    ] as const;
    for (const [args, words] of refusals) expect(await countyCommand(...args)).toMatchObject({ code: 1, stderr: expect.stringContaining(words) as string });
    await actOnDevice(county.county.db, id, 'stolen', { by: '县信息科', reason: '失窃' }, new Date());
    for (const args of [asked, ['device', 'extend', id, '--days', '14']]) expect(await countyCommand(...args)).toMatchObject({ code: 1, stderr: expect.stringContaining('stolen or ended') as string });
    expect((await countyCommand('device-policy', '--days', '45', '--pins', 'no')).stdout).toMatch(/days 45.*pins no/);
    expect((await countyCommand('device-policy')).stdout).toMatch(/days 45.*pins no/);
    await countyCommand('device-policy', '--days', '30', '--pins', 'yes');
  });

  test('without a database it says what to do', { timeout: 60_000 }, async () => {
    const nowhere = run(process.execPath, [main, 'device', 'list'], { env: { ...process.env, DATABASE_URL: 'postgres://nobody:x@127.0.0.1:1/none' } });
    await expect(nowhere).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('npm start') as string });
  });
});
