import { newId } from '@lianyi/schema/basics/ids';
import { aCounty, create, people, places } from '@lianyi/tests/builders/aCounty';
import type { TestCountyServer } from '@lianyi/tests/builders/aCounty';
import { enrolWith } from '@lianyi/tests/builders/aDevice';
import { aPatient } from '@lianyi/tests/builders/aPatient';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { deviceMain } from './main.ts';

let county: TestCountyServer;
beforeAll(async () => {
  county = await aCounty();
  process.env['LIANYI_KEY_DIR'] = county.keyDir;
});
afterAll(async () => {
  delete process.env['LIANYI_KEY_DIR'];
  await county.close();
});

/** In this process: one that starts for each command would take minutes. */
async function device(...args: readonly string[]): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  let [stdout, stderr] = ['', ''];
  const out = vi.spyOn(process.stdout, 'write').mockImplementation((text) => { stdout += String(text); return true; });
  const error = vi.spyOn(console, 'error').mockImplementation((line) => { stderr += `${String(line)}\n`; });
  try {
    const code = await deviceMain(args, async (work) => work(county.county.db, county.databaseUrl));
    return { code, stdout, stderr };
  } finally {
    out.mockRestore();
    error.mockRestore();
  }
}
/** What the audit has of decisions about a PC, without the words of what was asked. */
async function written(id: string): Promise<readonly Readonly<Record<string, string | number>>[]> {
  const entries = await county.county.db.selectFrom('auditEntry').select('detail').where('action', '=', 'device.manage').where('about', '=', id).orderBy('number').execute();
  return entries.map(({ detail }) => Object.fromEntries(Object.entries(detail).filter(([field]) => field !== 'asked')));
}
/** One line in both languages, and nothing else. */
const refusal = (words: string) => ({ code: 1, stdout: '', stderr: expect.toSatisfy((said: string) => /^.*[\u4e00-\u9fff].*\n$/.test(said) && said.includes(words)) as string });

test('DEV-10 device tells each command, and each its help; what is not understood gets that help, and nothing is done', { timeout: 120_000 }, async () => {
  expect(await device('--help')).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining('npm run county -- device COMMAND') as string });
  for (const name of ['list', 'show', 'code', 'retire', 'stolen', 'found', 'replace']) {
    expect(await device(name, '--help')).toMatchObject({ code: 0, stderr: '', stdout: expect.stringMatching(new RegExp(`^用法 · Usage: npm run county -- device ${name}[^]*[\\u4e00-\\u9fff]`)) as string });
  }
  for (const args of [[], ['lost'], ['toString'], ['show'], ['list', 'extra'], ['code', 'x', '--reason', 'y'], ['retire', 'x', '--nonsense']]) {
    expect(await device(...args)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(/^.*[\u4e00-\u9fff].*\n\n用法 · Usage: npm run county -- device/) as string });
  }
});

test('DEV-1 device code prints a code alone, for an institution by its id or name; with --json what a program needs', { timeout: 120_000 }, async () => {
  const made = await device('code', '青石坪村卫生室', '--name', '青石坪二号');
  expect(made).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\w{4}-\w{4}-\w{4}\n$/) as string, stderr: expect.stringContaining('good for 10 minutes') as string });
  const told = JSON.parse((await device('code', places.village, '--json')).stdout) as { code: string; expiresAt: string; orgId: string };
  expect(told).toMatchObject({ code: expect.stringMatching(/^\w{4}-\w{4}-\w{4}$/) as string, orgId: places.village });
  expect(Date.parse(told.expiresAt) - Date.now()).toBeLessThanOrEqual(600_000);
  await enrolWith(county.url, made.stdout.trim(), '', newId() as never);
  expect((await device('list')).stdout).toMatch(/青石坪二号\s+active/);
  for (const name of ['长'.repeat(61), '一\u202e二']) expect(await device('code', places.village, '--name', name)).toEqual(refusal('at most 60 characters'));
  expect(await device('code', newId())).toEqual(refusal('No such institution'));
  expect(await device('code', "x' or '1'='1")).toEqual(refusal('No such institution'));
  await county.county.db.updateTable('organisation').set({ closedOn: '2026-01-01' }).where('id', '=', places.farVillage).execute();
  expect(await device('code', places.farVillage)).toEqual(refusal(`is closed, and no PC can be enrolled there; to use it, open it again first: org set ${places.farVillage} --reopen`));
});

test('DEV-8 DEV-10 stolen and found with a reason, done once; show, list and replace tell, in words and as JSON, and call it stolen; --take has what was set aside judged', { timeout: 180_000 }, async () => {
  const village = await county.enrol(places.village, undefined, '车上的电脑');
  await village.exchange({ waiting: 4, appVersion: '0.1.0', condition: { at: new Date(Date.now() - 3_600_000).toISOString(), diskFreeMb: 512, outboxOldestAt: null, trouble: 'diskFull' } });
  expect(await device('stolen', village.id)).toEqual(refusal('--reason'));
  expect(await device('stolen', newId(), '--reason', '偷了')).toEqual(refusal('No such device'));
  expect(await device('stolen', 'nonsense', '--reason', '偷了')).toEqual(refusal('No such device'));
  expect(await device('stolen', village.id, '--reason', '车上被偷', '--by', '龙建军')).toMatchObject({ code: 0, stdout: expect.stringContaining('reported') as string });
  expect(JSON.parse((await device('stolen', village.id, '--reason', '再报一次', '--json')).stdout)).toEqual({ id: village.id, act: 'stolen', isChanged: false });
  // Asked for twice, done once: the audit has both, and of the second that it changed nothing.
  expect(await written(village.id)).toEqual([{ procedure: 'device stolen' }, { procedure: 'device stolen', changed: 'nothing' }]);
  expect(await device('retire', village.id, '--reason', '旧了')).toEqual(refusal('device found'));
  await village.push([create(aPatient({ homeId: places.village }))]);
  expect((await device('show', village.id)).stdout).toMatch(/status {7}stolen[^]*disk {9}512 MB[^]*clock {8}-3\d{3} s[^]*stolen {2}龙建军 {2}车上被偷/);
  expect(JSON.parse((await device('show', village.id, '--json')).stdout)).toMatchObject({ id: village.id, status: 'stolen', blocked: 1, acts: [{ act: 'stolen', by: '龙建军', reason: '车上被偷' }] });
  expect((JSON.parse((await device('list', '--json')).stdout) as readonly { id: string }[]).map(({ id }) => id)).toContain(village.id);
  for (const reason of ['x', '……', '12']) expect(await device('stolen', village.id, '--reason', reason)).toEqual(refusal('at least two letters'));
  const replacing = await device('replace', village.id, '--reason', '车上被偷');
  expect([replacing.code, replacing.stderr]).toEqual([0, expect.stringMatching(/2\..*stays reported stolen[^]*3\..*device found ID --take/) as string]);
  expect(replacing.stderr).not.toContain('let it on line');
  await county.county.db.updateTable('device').set({ trouble: 'retired', troubleAt: new Date() }).where('id', '=', village.id).execute();
  expect((await device('list')).stdout.split('\n').find((line) => line.startsWith(village.id))).toMatch(/ stolen 20/);

  expect(await device('found', village.id, '--reason', '派出所送回')).toMatchObject({ code: 0, stdout: expect.stringContaining('--take') as string });
  expect(await device('found', village.id, '--reason', '派出所送回', '--take')).toMatchObject({ code: 0, stdout: expect.stringContaining('1 taken, 0 kept aside') as string });
  expect(await device('found', village.id, '--reason', '派出所送回', '--take')).toMatchObject({ code: 0, stdout: expect.stringMatching(/it was so already, nothing was changed.*0 taken/) as string });
  expect((await written(village.id)).slice(-3)).toEqual([{ procedure: 'device found' }, { procedure: 'device found' }, { procedure: 'device found', changed: 'nothing' }]);
  expect(await county.county.db.selectFrom('auditEntry').select('detail').where('action', '=', 'bundle.release').execute()).toEqual([{ detail: { procedure: 'device found', outcome: 'accepted' } }]);
  expect((await village.exchange({ pageDocuments: 0 })).receipts).toMatchObject([{ outcome: 'accepted' }]);
});

test('DEV-10 show tells the codes that were given for a PC, too: whose PIN, for how many days, who gave them and why', { timeout: 120_000 }, async () => {
  const { id } = await county.enrol(places.village, undefined, '打不开的电脑');
  expect(await device('recover', id, '--person', people.villageDoctor, '--reason', '都忘了', '--by', '龙建军')).toMatchObject({ code: 0 });
  expect(await device('extend', id, '--days', '20')).toMatchObject({ code: 0 });
  expect(await device('stolen', id, '--reason', '又丢了', '--by', '龙建军')).toMatchObject({ code: 0 });
  expect((await device('show', id)).stdout).toMatch(/stolen {2}龙建军 {2}又丢了\n.*extend {2}\S+ {2}20 days\n.*recover {2}龙建军 {2}龙正明 {2}都忘了\n$/);
  expect(JSON.parse((await device('show', id, '--json')).stdout)).toMatchObject({ acts: [{ act: 'stolen', person: null }, { act: 'extend', days: 20 }, { act: 'recover', by: '龙建军', person: '龙正明', reason: '都忘了' }] });
});

test('DEV-7 DEV-9 retire purges or, with --keep, does not; replace guides, and the old PC stays in use until the new one is there', { timeout: 180_000 }, async () => {
  const old = await county.enrol(places.otherVillage, undefined, '旧电脑');
  const made = await device('replace', old.id, '--reason', '硬盘坏了');
  expect(made).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\w{4}-\w{4}-\w{4}\n$/) as string, stderr: expect.stringMatching(/1\..*\n2\..*\n3\./) as string });
  expect((await old.exchange()).scopes).not.toEqual([]);
  await enrolWith(county.url, made.stdout.trim(), '', newId() as never);
  expect((await device('show', old.id)).stdout).toContain('purge, replaced by 旧电脑');
  expect(await device('replace', old.id, '--reason', '再换')).toEqual(refusal('taken its place already'));
  expect((await old.exchange({ waiting: 0, pageDocuments: 0 })).purge).toMatchObject({ deviceId: old.id });

  const kept = await county.enrol(places.village, undefined, '只停用');
  expect((await device('retire', kept.id, '--reason', '送修', '--keep')).stdout).toContain('keeps what it holds');
  expect((await device('list')).stdout).toMatch(/只停用\s+retired/);
  expect((await device('retire', kept.id, '--reason', '修不好')).stdout).toContain('deletes what it holds');
});
