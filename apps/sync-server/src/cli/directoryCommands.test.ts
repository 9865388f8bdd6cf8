import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addDays, localDay } from '@lianyi/schema/basics/dates';
import { newId } from '@lianyi/schema/basics/ids';
import { permissions } from '@lianyi/schema/codes/roles';
import type { Organisation, Person } from '@lianyi/schema/documents/county';
import type { Ended } from '@lianyi/tests/builders/aCommandLine';
import { inThisProcess } from '@lianyi/tests/builders/aCommandLine';
import { aConsole } from '@lianyi/tests/builders/aConsole';
import { aCounty, people, places } from '@lianyi/tests/builders/aCounty';
import type { TestCountyServer } from '@lianyi/tests/builders/aCounty';
import { anEmptyDatabase } from '@lianyi/tests/builders/aTestPostgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openAsOwner, openDatabase, sql } from '../store/database.ts';
import { commandPermissions } from './commandPermissions.ts';
import { commands } from './commands.ts';
import { deviceCommandNames } from './device/main.ts';
import { runCounty } from './runCounty.ts';
import { wordCommands } from './wordCommands.ts';

let county: TestCountyServer;
beforeAll(async () => { county = await aCounty(); });
afterAll(async () => { await county.close(); });

const countyCommand = async (...args: readonly string[]): Promise<Ended> => commandOn({ DATABASE_URL: county.databaseUrl, LIANYI_KEY_DIR: county.keyDir }, ...args);

async function commandOn(env: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<Ended> {
  return inThisProcess(runCounty, args, env);
}

interface Written<T> {
  readonly changed: boolean;
  readonly document: T;
}
const writtenOrganisation = ({ stdout }: Ended) => JSON.parse(stdout) as Written<Organisation>;
const writtenPerson = ({ stdout }: Ended) => JSON.parse(stdout) as Written<Person>;
const isJson = (line: string): boolean => {
  try {
    return JSON.parse(line) !== undefined;
  } catch {
    return false;
  }
};
/** One line, in Chinese and in English. */
const oneLine = (words: string) => expect.toSatisfy((said: string) => /^[^\n]*[\u4e00-\u9fff][^\n]*· [^\n]*\n$/.test(said) && said.includes(words)) as string;

describe('npm run county -- org, person, role', () => {
  test('PERM-6 org adds, sets, moves, lists and closes; said twice, it is done once; a running server\'s PCs hear of it', { timeout: 300_000 }, async () => {
    const pc = await county.enrol(places.township);
    await pc.pull();
    const add = async () => writtenOrganisation(await countyCommand('org', 'add', '高坪村卫生室', '--type', 'village', '--under', places.township, '--code', '522299101299', '--can', 'warehouse', '--json'));
    const { changed, document } = await add();
    expect([changed, document.capabilities, (await add()).changed]).toEqual([true, ['warehouse'], false]);
    expect((await pc.exchange({ waitMs: 0 })).page.documents.map(({ id }) => id)).toContain(document.id);
    expect(await countyCommand('org', 'set', document.id, '--can', 'intravenousAntibiotics', '--cannot', 'warehouse')).toMatchObject({ code: 0, stdout: oneLine('Written') });
    expect(await countyCommand('org', 'move', document.id, places.farTownship, '--reason', '撤乡并镇')).toMatchObject({ code: 0 });
    expect((await countyCommand('org', 'list')).stdout).toMatch(/高坪村卫生室.*可静脉输注抗菌药物/);
    expect(await countyCommand('org', 'close', places.farTownship)).toMatchObject({ code: 1, stdout: '', stderr: oneLine('close or move them first') });
    expect(await countyCommand('org', 'close', document.id, '--reason', '撤并')).toMatchObject({ code: 0 });
    expect((JSON.parse((await countyCommand('org', 'list', '--all', '--json')).stdout) as readonly Organisation[]).find(({ id }) => id === document.id)).toMatchObject({ closedOn: localDay(new Date()), history: [{ event: 'opened' }, { event: 'moved' }, { event: 'closed' }] });
    const refused = await countyCommand('org', 'move', places.village, places.otherVillage, '--json');
    expect([refused.code, JSON.parse(refused.stderr)]).toMatchObject([1, { error: { code: 'wrongParentType' } }]);
  });

  test('PERM-6 person adds, posts, ends and gives rights on one account', { timeout: 300_000 }, async () => {
    const added = writtenPerson(await countyCommand('person', 'add', '王小燕', '--org', places.township, '--role', 'physician', '--qualification', 'physician', '--title', 'intermediate', '--json'));
    const { id } = added.document;
    expect(added.document.posts).toEqual([{ orgId: places.township, role: 'physician', from: localDay(new Date()), until: null }]);
    expect(await countyCommand('person', 'post', id, places.farVillage, 'villageDoctor', '--until', addDays(localDay(new Date()), 90))).toMatchObject({ code: 0 });
    expect(await countyCommand('person', 'rights', id, '--antibiotics', 'restricted', '--narcotic', 'yes')).toMatchObject({ code: 0 });
    expect(await countyCommand('person', 'rights', people.nurse, '--antibiotics', 'special')).toMatchObject({ code: 1, stderr: oneLine('look at licence and title first') });
    expect(await countyCommand('person', 'end', id, '--org', places.township)).toMatchObject({ code: 0 });
    expect((await countyCommand('person', 'list', '--query', '小燕')).stdout).toMatch(/王小燕.*restricted narcotic.*执业医师@.*乡村医生@/);
    expect(await countyCommand('person', 'add', '某人', '--org', places.township, '--role', 'wizard')).toMatchObject({ code: 1, stderr: oneLine('role is one of villageDoctor') });
    // Who is there already: the same only if all that is asked is so.
    const again = ['person', 'add', '王小燕', '--org', places.township, '--role', 'physician'];
    expect(await countyCommand(...again, '--until', localDay(new Date()), '--qualification', 'physician')).toMatchObject({ code: 0, stdout: oneLine('nothing was changed') });
    for (const [options, words] of [[['--qualification', 'assistantPhysician'], 'person rights'], [['--until', addDays(localDay(new Date()), 9)], 'person post'], [[], 'person post'], [['--from', '2026-13-01'], 'from: 2026-13-01: it is a day'], [['--from', '2026-03-09', '--until', '2026-03-01'], 'before it begins']] as const) {
      expect([options, await countyCommand(...again, ...options)]).toMatchObject([options, { code: 1, stdout: '', stderr: oneLine(words) }]);
    }
    const bare = ['person', 'add', '石无证', '--org', places.township, '--role', 'assistantPhysician'];
    expect(await countyCommand(...bare)).toMatchObject({ code: 1, stdout: '', stderr: oneLine('no licence is entered: say which with --qualification') });
    expect(await countyCommand(...bare, '--allow')).toMatchObject({ code: 0, stdout: expect.stringMatching(/Written.*\n还没有登记资格.*No licence is entered: .*person rights .* --qualification/) as string });
    expect(await countyCommand('person', 'end', 'nobody')).toMatchObject({ code: 1, stderr: oneLine('No such person: nobody') });
  });

  test('AUDIT-8 the audit tells which command it was and what was asked, of directory, PCs and what holds for all PCs; in words as well, and a failed login with the mark of its place', { timeout: 300_000 }, async () => {
    const device = await county.enrol(places.otherVillage);
    await countyCommand('org', 'move', places.otherVillage, places.farTownship, '--reason', '撤乡并镇');
    await countyCommand('person', 'rights', people.nurse, '--title', 'junior');
    await countyCommand('device', 'stolen', device.id, '--reason', '车上被偷', '--by', '龙建军');
    await countyCommand('device', 'code', places.village, '--name', '二号机', '--json');
    await countyCommand('device-policy');
    await countyCommand('device-policy', '--days', '45');
    await countyCommand('device-policy', '--days', '30');
    expect(await countyCommand('org', 'move', places.village, places.otherVillage)).toMatchObject({ code: 1 });
    const refused = await county.county.db.selectFrom('auditEntry').select(['about', 'detail']).where('action', '=', 'directory.refused').orderBy('number', 'desc').executeTakeFirstOrThrow();
    expect(refused).toMatchObject({ about: places.village, detail: { procedure: 'org move', refused: expect.stringMatching(/上级.* · .*higher kind/) as string } });
    const entries = await county.county.db.selectFrom('auditEntry').select(['about', 'detail']).where('action', 'in', ['directory.write', 'device.manage']).orderBy('number').execute();
    expect(entries.slice(-6).map(({ about, detail }) => [about, detail['procedure'], JSON.parse(String(detail['asked'])) as unknown])).toEqual([
      [places.otherVillage, 'org move', { orgId: places.otherVillage, parentId: places.farTownship, reason: '撤乡并镇' }],
      [people.nurse, 'person rights', { personId: people.nurse, title: 'junior' }],
      [device.id, 'device stolen', { deviceId: device.id, reason: '车上被偷', by: '龙建军' }],
      [places.village, 'device code', { orgId: places.village, name: '二号机' }],
      ['', 'device-policy', { days: '45' }],
      ['', 'device-policy', { days: '30' }],
    ]);
    await aConsole(county.url).ask.session.login.mutate({ login: 'nobody', password: 'not that one' });
    const { stdout } = await countyCommand('audit');
    expect(stdout).toMatch(/directory\.write .*org move orgId=.* parentId=.* reason=撤乡并镇/);
    expect(stdout).toMatch(/device\.manage .*device-policy days=45/);
    expect(stdout).toMatch(/session\.wrong .*place=\w+/);
    // Of a PC and of a person also what was done to them; of a search what was looked for, and no password of a database.
    expect((await countyCommand('audit', '--device', device.id)).stdout).toMatch(/device stolen/);
    expect((await countyCommand('audit', '--person', people.nurse)).stdout).toMatch(/person rights/);
    const searches = await county.county.db.selectFrom('auditEntry').select('detail').where('action', '=', 'audit.export').orderBy('number').execute();
    expect(searches.map(({ detail }) => detail)).toEqual([{}, { device: device.id }, { person: people.nurse }].map((asked) => ({ procedure: 'audit', asked: JSON.stringify(asked) })));
    expect(JSON.stringify(await county.county.db.selectFrom('auditEntry').select('detail').execute())).not.toContain('postgres:');
  });

  test('PERM-5 role shows what each may do, without a database', { timeout: 60_000 }, async () => {
    expect((await commandOn({ DATABASE_URL: '' }, 'role', 'list')).stdout).toContain('区域分析员 · Regional analyst');
    expect((await countyCommand('role', 'show', 'nurse')).stdout).toContain('dispense');
    expect(await countyCommand('role', 'show', 'wizard')).toMatchObject({ code: 1, stderr: oneLine('No such role') });
  });

  test('PERM-6 each command has a help of its own in both languages, and what is not understood gets it', { timeout: 300_000 }, async () => {
    const { stdout } = await countyCommand('org', '--help');
    for (const name of Object.keys(wordCommands).filter((one) => one.startsWith('org '))) expect(stdout).toContain(`npm run county -- ${name}`);
    expect(await countyCommand('person', 'post', '--help')).toMatchObject({ code: 0, stdout: expect.stringMatching(/^用法 · Usage: npm run county -- person post PERSONID[^\n]*--json\]\n {2}[^\n]*[\u4e00-\u9fff][^\n]* · [^\n]*\n$/) as string });
    expect(await countyCommand('org')).toMatchObject({ code: 2, stderr: expect.stringContaining('list, add, move, close, set') as string });
    expect(await countyCommand('org', 'add')).toMatchObject({ code: 2, stderr: expect.stringContaining('takes 1 words, not 0') as string });
    expect(await countyCommand('org', 'list', '--nonsense')).toMatchObject({ code: 2, stderr: expect.stringMatching(/没有这个选项：--nonsense；有哪些看 --help · No such option: --nonsense/) as string });
    for (const args of [['audit', 'nope'], ['audit', '--after', '3'], ['check', '--nope']]) {
      const { code, stderr } = await countyCommand(...args);
      expect([code, stderr]).toEqual([2, expect.stringContaining(`npm run county -- ${args[0]} [`)]);
      expect(stderr).not.toContain('move-patient');
    }
  });

  test('PERM-6 LOGIN-11 AUDIT-7 init makes a county in an empty database, once, with a first account, in the audit, and leaves one that is there alone', { timeout: 300_000 }, async () => {
    const empty = await anEmptyDatabase();
    const folder = mkdtempSync(join(tmpdir(), 'lianyi-init-'));
    const init = async (...args: readonly string[]) => commandOn({ DATABASE_URL: empty.databaseUrl, LIANYI_KEY_DIR: join(folder, 'keys'), LIANYI_NEW_PASSWORD: 'purple otter 51 rain' }, 'init', ...args);
    expect(await init()).toMatchObject({ code: 1, stderr: oneLine('--name') });
    // A first account that is refused: nothing at all is made.
    const weak = await commandOn({ DATABASE_URL: empty.databaseUrl, LIANYI_KEY_DIR: join(folder, 'keys'), LIANYI_NEW_PASSWORD: 'kurz' }, 'init', '--name', '安和县医共体', '--code', '522299', '--login', 'xinxike');
    expect(weak).toMatchObject({ code: 1, stdout: '', stderr: oneLine('too short') });
    const bare = openAsOwner(empty.databaseUrl, { maxConnections: 1 });
    expect((await sql`select from pg_tables where schemaname = 'public'`.execute(bare)).rows).toEqual([]);
    await bare.destroy();
    expect(existsSync(join(folder, 'keys'))).toBe(false);
    const first = writtenOrganisation(await init('--name', '安和县医共体', '--code', '522299', '--json'));
    expect(first).toMatchObject({ changed: true, document: { type: 'county', parentId: null } });
    expect(await init('--name', '安和县医共体', '--code', '522299')).toMatchObject({ code: 0, stdout: oneLine('nothing was changed') });
    for (const words of ['The first account', 'nothing was changed']) expect(await init('--name', '安和县医共体', '--login', 'xinxike')).toMatchObject({ code: 0, stdout: expect.stringContaining(words) as string });
    expect(await init('--name', '安和县医共体', '--login', 'another')).toMatchObject({ code: 1, stderr: oneLine('accounts already') });
    const tables = openDatabase(empty.databaseUrl, { maxConnections: 1 });
    expect(await tables.selectFrom('auditEntry').select('action').orderBy('number').execute()).toEqual([{ action: 'county.init' }, { action: 'user.add' }]);
    expect(await tables.selectFrom('countyUser').select(['login', 'personId', 'isFirst']).execute()).toEqual([{ login: 'xinxike', personId: null, isFirst: true }]);
    await tables.destroy();
    expect(await init('--name', '别的县')).toMatchObject({ code: 1, stderr: oneLine('There is a county in this database already') });
    await empty.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  test('CLI-1 every command that the program lists has a help of its own that names --json, and with --json says JSON and nothing else', { timeout: 300_000 }, async () => {
    const listed = async (...args: readonly string[]) => (await countyCommand(...args, '--help')).stdout;
    // `  user list|add` and `  init | org | person | role`; of org, person and role each line begins with the whole command.
    const first = [...(await listed()).matchAll(/^ {2}([a-z][a-z-]*(?: \| [a-z]+)*)/gm)].flatMap(([, names = '']) => names.split(' | '));
    const groups = await Promise.all(['org', 'person', 'role'].map(async (group) => [...(await listed(group)).matchAll(/npm run county -- ((?:[a-z]+ ?)+)/g)].map(([, name = '']) => name.trim())));
    const devices = [...(await listed('device')).matchAll(/^ {2}([a-z]+) /gm)].map(([, name = '']) => `device ${name}`);
    const names = [...new Set([...first.filter((name) => !['device', 'org', 'person', 'role'].includes(name)), ...groups.flat(), ...devices, 'user list'])];
    expect(names.toSorted()).toEqual([...new Set([...Object.keys(commands), ...Object.keys(wordCommands), ...deviceCommandNames.map((name) => `device ${name}`), 'user list'])].toSorted());
    for (const name of names) {
      const words = name.split(' ');
      expect([name, await countyCommand(...words, '--help')]).toEqual([name, { code: 0, stderr: '', stdout: expect.toSatisfy((said: string) => said.includes(name.replace('user list', 'user')) && said.includes('--json')) as string }]);
      const { code, stdout, stderr } = await countyCommand(...words, '--json');
      expect([name, stderr]).not.toEqual([name, expect.stringMatching(/no such option/i)]);
      for (const line of stdout.split('\n').filter((one) => one !== '')) expect([name, line, isJson(line)]).toEqual([name, line, true]);
      const needsNoMore = ['organisations', 'quarantine', 'confirm-devices', 'device-policy', 'device list', 'user list', 'dump'].includes(name);
      expect([name, needsNoMore ? code : 0]).toEqual([name, 0]);
    }
  });

  test('CLI-2 what names nothing is said to, with what is expected; it is never answered with silence', { timeout: 60_000 }, async () => {
    for (const args of [['check', '--nonsense'], ['device', 'list', '--nonsense'], ['user', 'list', '--nonsense'], ['role', 'list', '--nonsense']]) expect(await countyCommand(...args)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(/^没有这个选项：--nonsense；.*--help/) as string });
    for (const scope of ['nope', `org:${newId()}`]) expect(await countyCommand('log', scope)).toMatchObject({ code: 1, stdout: '', stderr: oneLine(`No such scope: ${scope}`) });
    for (const scopes of ['foo', `catalogue,org:${newId()}`]) expect(await countyCommand('dump', '--scopes', scopes)).toMatchObject({ code: 1, stdout: '', stderr: oneLine(`No such scope: ${scopes.split(',').at(-1)}`) });
    expect(await countyCommand('log', `org:${places.village}`)).toMatchObject({ code: 0 });
    expect(await countyCommand('org', 'add', '新村卫生室', '--type', 'village', '--under', 'nope', '--code', '522299101297')).toMatchObject({ code: 1, stderr: oneLine('No such organisation to stand under: nope') });
    expect(await countyCommand('org', 'add', '新村卫生室', '--type', 'village', '--under', places.township, '--code', '5222')).toMatchObject({ code: 1, stderr: oneLine('divisionCode: 5222: it is 6, 9 or 12 digits') });
    expect(await countyCommand('org', 'close', places.village, '--on', '3 May')).toMatchObject({ code: 1, stderr: oneLine('on: 3 May: it is a day, such as 2026-03-09') });
    expect(await countyCommand('org', 'set', places.village, '--name', ' ')).toMatchObject({ code: 1, stderr: oneLine('name: it is one line') });
    expect(await countyCommand('person', 'post', people.nurse, places.village, 'nurse', '--from', '2026-13-01')).toMatchObject({ code: 1, stderr: oneLine('from: 2026-13-01: it is a day') });
    const writes = async () => (await county.county.db.selectFrom('auditEntry').select('number').where('action', '=', 'directory.write').execute()).length;
    const before = await writes();
    for (const args of [['org', 'set', places.village], ['org', 'set', places.village, '--allow'], ['person', 'rights', people.nurse], ['person', 'rights', people.nurse, '--from', '2026-01-01']]) expect(await countyCommand(...args)).toMatchObject({ code: 1, stdout: '', stderr: oneLine('Nothing was asked to be changed: give one or more of --') });
    expect(await writes()).toBe(before);
    expect(await countyCommand('person', 'list', '--org', 'nope')).toMatchObject({ code: 1, stdout: '', stderr: oneLine('No such organisation: nope') });
    expect((await countyCommand('person', 'list', '--org', places.village.toUpperCase(), '--json')).code).toBe(0);
  });

  test('CLI-3 what somebody put into a name does nothing to the terminal, on either stream; JSON reads the same', { timeout: 60_000 }, async () => {
    const name = '小\u001b[31m\u0007\u202e\n红';
    const shown = '小\\u001b[31m\\u0007\\u202e\\u000a红';
    await county.county.db.updateTable('device').set({ name }).where('id', '=', (await county.enrol(places.township)).id).execute();
    expect((await countyCommand('device', 'list')).stdout).toContain(shown);
    const listed = (JSON.parse((await countyCommand('device', 'list', '--json')).stdout) as readonly { readonly name: string }[]).map((one) => one.name);
    expect(listed).toContain(name);
    const refused = await countyCommand('person', 'add', name, '--org', places.township, '--role', name);
    expect([refused.code, refused.stderr.split('\n')]).toEqual([1, [expect.stringContaining(shown), '']]);
    expect(await countyCommand('person', 'add', name, '--org', places.township, '--role', 'nurse')).toMatchObject({ code: 1, stderr: oneLine('type it anew') });
  });

  test('PERM-5 every command names its act', () => {
    expect(Object.keys(commandPermissions).toSorted()).toEqual(Object.keys(commands).toSorted());
    for (const act of [...Object.values(commandPermissions), ...Object.values(wordCommands).map(({ permission }) => permission)]) expect(permissions).toContain(act);
  });
});
