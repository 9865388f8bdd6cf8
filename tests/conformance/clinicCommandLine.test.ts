import { spawn } from 'node:child_process';
import { existsSync, lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runClinic } from '@lianyi/desktop/cli/runClinic';
import { expect, test } from 'vitest';
import { canonicalJson } from '@lianyi/schema/basics/canonicalJson';
import { newId } from '@lianyi/schema/basics/ids';
import { inThisProcess } from '@lianyi/tests/builders/aCommandLine';
import { aPatient, testPersonId } from '@lianyi/tests/builders/aPatient';
import { anEnrolledDirectory, testPin } from '@lianyi/tests/builders/anEnrolledDirectory';
import { fileKeyStore, startHost } from '@lianyi/desktop/host/index';
import { startWebShell } from '@lianyi/desktop/web/index';

const environment = { INIT_CWD: '/', LIANYI_BACKUP_PASSPHRASE: '十二个字以上的口令才算数呢' };
const run = async (...args: string[]): Promise<{ code: number; out: string; err: string }> => {
  const { code, stdout, stderr } = await inThisProcess(runClinic, args, environment);
  return { code, out: stdout, err: stderr };
};
const asProcess = async (...args: string[]): Promise<{ code: number; out: string; err: string }> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [join(import.meta.dirname, '../../apps/desktop/src/cli/main.ts'), ...args], { env: { ...process.env, ...environment } });
    let [out, err] = ['', ''];
    child.stdout.on('data', (chunk) => (out += String(chunk)));
    child.stderr.on('data', (chunk) => (err += String(chunk)));
    child.on('close', (code) => resolve({ code: code ?? -1, out, err }));
  });

test('dump prints what is shown, sorted by id, from a running host and from a stopped one alike', async () => {
  const { dataDir } = await anEnrolledDirectory();
  const host = startHost({ dataDir, resourcesDir: join(import.meta.dirname, '../../resources'), keyStore: fileKeyStore(join(dataDir, 'keystore')) });
  await host.caller.session.unlock({ personId: testPersonId, pin: testPin });
  const patients = [aPatient({ id: newId() as never }), aPatient({ id: newId() as never, name: '𬱖㛃' })];
  const replica = host.context.clinic()?.replica;
  replica?.save('tests.save', { personId: testPersonId, orgId: host.identity.orgId }, () => ({ writes: patients.map((document) => ({ op: 'create', document })) }));
  const shell = await startWebShell({ host, dataDir, rendererDir: '/nowhere', port: 0 });

  const running = await asProcess('--data-dir', dataDir, '--pin', testPin, 'dump');
  expect(running).toMatchObject({ code: 0, err: expect.stringMatching(/首次同步还没有完成.*The first sync has not finished/) as string });
  const documents = running.out.trim().split('\n').map((line) => JSON.parse(line) as { id: string; body: unknown });
  expect(documents.map(({ id }) => id)).toEqual(patients.map(({ id }) => id).toSorted());
  expect(documents[0]).toMatchObject({ kind: 'patient', revision: 0, scopes: [], waiting: true });
  expect(running.out).toContain('𬱖㛃');
  expect(running.out.split('\n')[0]).toBe(canonicalJson(documents[0]));
  expect((await run('--data-dir', dataDir, '--pin', testPin, 'scopes')).out).toBe(`catalogue,org:${host.identity.orgId}\n`);

  await shell.close();
  expect(await asProcess('--data-dir', dataDir, '--pin', testPin, 'dump')).toEqual(running);
}, 300_000);

test('what cannot be done is said in a line, with an exit code', async () => {
  const { dataDir } = await anEnrolledDirectory();
  for (const words of [['fly'], ['dump', 'more'], ['--colour', 'red', 'dump'], []]) {
    expect(await run(...words)).toMatchObject({ code: 2, out: '', err: expect.stringMatching(/[\u4e00-\u9fff][^]*Usage: npm run clinic/) as string });
  }
  expect((await run('--colour', 'red', 'dump')).err).toMatch(/^没有这个选项：--colour；有哪些看 --help · No such option: --colour/);
  expect(await run('--help')).toMatchObject({ code: 0, err: '', out: expect.stringContaining('Usage: npm run clinic') as string });
  expect(await run('--data-dir', '/', 'line')).toMatchObject({ code: 1, err: expect.stringContaining("is no clinic's data directory") as string });
  expect(await run('--data-dir', dataDir, '--pin', '999999', 'line')).toMatchObject({ code: 1, err: expect.stringContaining('Wrong PIN, 4 attempts left') as string });
  expect(await run('--data-dir', dataDir, '--pin', testPin, 'import', 'roster', 'no-such.csv')).toMatchObject({ code: 2, err: expect.stringContaining('/no-such.csv') as string });
  const large = join(dataDir, 'large.parcel');
  writeFileSync(large, '');
  truncateSync(large, 300_000_000);
  expect(await run('--data-dir', dataDir, '--pin', testPin, 'parcel', 'in', large)).toMatchObject({ code: 1, err: expect.stringMatching(/文件太大.*Too large \(at most 64 MB\)/) as string });
  truncateSync(large, 0);
  expect(await run('--data-dir', dataDir, '--pin', testPin, 'parcel', 'in', large)).toMatchObject({ code: 1, err: expect.stringMatching(/没有写完.*pulled out too early/) as string });
  // What stands there and is no file is left as it is.
  expect(await run('--data-dir', dataDir, '--pin', testPin, 'parcel', 'out', dataDir)).toMatchObject({ code: 1, err: expect.stringContaining(`This is a folder: name a file: ${dataDir}`) as string });
  const device = join(dataDir, 'a device');
  symlinkSync('/dev/full', device);
  expect(await run('--data-dir', dataDir, '--pin', testPin, 'parcel', 'out', device)).toMatchObject({ code: 1, out: '', err: expect.stringMatching(/no regular file, and nothing was written.*a device/) as string });
  expect(lstatSync(device).isSymbolicLink()).toBe(true);
}, 300_000);

test('CLI-2 who may not do it is told so, and whose post does; in both languages, whether the clinic is open elsewhere or not', async () => {
  const { dataDir } = await anEnrolledDirectory(undefined, 'townshipHead');
  const roster = join(dataDir, 'roster.csv');
  writeFileSync(roster, '姓名\n');
  const refused = { code: 1, out: '', err: expect.stringMatching(/^没有做：解锁的人的岗位不能“导入名册和外院资料”。能做的岗位：乡村医生、执业医师、执业助理医师、护士；.* · Not done: the post .* does not allow this: Import rosters.* Posts that do: Village doctor, Physician, Assistant physician, Nurse; .*\n$/) as string };
  const asked = ['--data-dir', dataDir, '--pin', testPin, 'import', 'roster', roster];
  expect(await run(...asked)).toEqual(refused);
  const host = startHost({ dataDir, resourcesDir: join(import.meta.dirname, '../../resources'), keyStore: fileKeyStore(join(dataDir, 'keystore')) });
  const shell = await startWebShell({ host, dataDir, rendererDir: '/nowhere', port: 0 });
  expect(await run(...asked)).toEqual(refused);
  await shell.close();
}, 300_000);

test('CLI-1 every command that the program lists has a help of its own that names --json, and with --json says JSON and nothing else', async () => {
  const listed = [...(await run('--help')).out.matchAll(/^ {2}([a-z]+) /gm)].map(([, name = '']) => name);
  expect(new Set(listed)).toEqual(new Set(['dump', 'scopes', 'line', 'prove', 'doctor', 'backup', 'restore', 'enrol', 'rekey', 'parcel', 'import']));
  const [ofRoster, ofFhir] = [await run('import', 'roster', '--help'), await run('import', 'fhir', '--help')];
  expect([ofRoster.out.includes('FHIR'), ofFhir.out.includes('CSV'), ofFhir.out.includes('  import fhir FILE')]).toEqual([false, false, true]);
  for (const name of listed) expect([name, await run(name, '--help')]).toEqual([name, { code: 0, err: '', out: expect.stringMatching(new RegExp(`^用法[^]*\\n {2}${name} [^]*--json`)) as string }]);
  const { dataDir } = await anEnrolledDirectory();
  const folder = mkdtempSync(join(tmpdir(), 'lianyi-backups-'));
  for (const words of [['dump'], ['scopes'], ['line'], ['prove', newId()], ['doctor'], ['backup', join(folder, 'clinic')], ['restore', join(folder, 'clinic'), '--data-dir', join(folder, 'put back')], ['parcel', 'out', join(folder, 'parcel')]]) {
    const { out } = words.includes('--data-dir') ? await run(...words, '--json') : await run('--data-dir', dataDir, '--pin', testPin, ...words, '--json');
    for (const line of out.split('\n').filter((one) => one !== '')) expect([words[0], JSON.parse(line)]).toEqual([words[0], expect.any(Object)]);
    expect([words[0], words[0] === 'dump' ? 1 : out.trim().split('\n').length]).toEqual([words[0], 1]);
  }
  rmSync(folder, { recursive: true });
}, 300_000);

/** One line of words in both languages, and no trace of a stack. */
const inWords = (code: number, ...words: readonly string[]) =>
  ({ code, out: '', err: expect.toSatisfy((err: string) => /^.*[\u4e00-\u9fff].*\n$/.test(err) && words.every((word) => err.includes(word))) as string });

test('SYNC-53 what a backup or a restore meets on the disk is said in one line, and leaves nothing behind', async () => {
  const { dataDir } = await anEnrolledDirectory();
  const at = (...args: readonly string[]) => run('--data-dir', dataDir, '--pin', testPin, ...args);
  const folder = mkdtempSync(join(tmpdir(), 'lianyi-backups-'));
  const [file, target] = [join(folder, 'clinic.backup'), join(folder, 'clinic')];
  expect(await at('backup', folder)).toEqual(inWords(1, 'Not backed up', 'This is a folder', folder));
  expect(existsSync(`${folder}.new`)).toBe(false);
  // A device stays what it is.
  const device = join(folder, 'a device');
  symlinkSync('/dev/full', device);
  expect(await at('backup', device)).toEqual(inWords(1, 'Not backed up', 'no regular file, and nothing was written', device));
  expect(lstatSync(device).isSymbolicLink()).toBe(true);
  rmSync(device);
  expect(await at('backup', join(folder, 'none', 'clinic.backup'))).toEqual(inWords(1, 'No such file or folder'));
  expect(await at('backup', file)).toMatchObject({ code: 0, err: '' });
  expect(await at('backup', join(file, 'in it'))).toEqual(inWords(1, 'is no folder'));
  expect(readdirSync(folder)).toEqual(['clinic.backup']);

  expect(await run('restore', join(folder, 'none'), '--data-dir', target)).toEqual(inWords(1, 'Not restored', 'No such file'));
  expect(await run('restore', folder, '--data-dir', target)).toEqual(inWords(1, 'This is a folder'));
  const damaged = join(folder, 'damaged');
  for (const bytes of [Buffer.alloc(0), Buffer.from('{"a":1}\nno backup'), readFileSync(file).subarray(0, 2000)]) {
    writeFileSync(damaged, bytes);
    expect(await run('restore', damaged, '--data-dir', target)).toEqual(inWords(1, 'no backup of a clinic'));
  }
  expect(await run('restore', file, '--data-dir', join(file, 'in it'))).toEqual(inWords(1, 'is no folder'));
  expect(await run('restore', file, '--data-dir', dataDir)).toEqual(inWords(1, 'nothing was touched'));
  expect(await run('restore', file)).toMatchObject({ code: 2, err: expect.stringContaining('--data-dir DIR') as string });
  expect(existsSync(target)).toBe(false);
  rmSync(folder, { recursive: true });

  writeFileSync(join(dataDir, 'identity.json'), '{"version":');
  expect(await at('line')).toEqual(inWords(1, "is no clinic's data directory"));
}, 300_000);

test('AUDIT-9 a nurse takes no copy of all that a PC holds, in clear or sealed, and is told so in one line', async () => {
  const { dataDir } = await anEnrolledDirectory(undefined, 'nurse');
  const file = join(dataDir, 'clinic.backup');
  for (const words of [['backup', file], ['dump']]) expect([words[0], await run('--data-dir', dataDir, '--pin', testPin, ...words)]).toEqual([words[0], inWords(1, '没有做', 'Not done: the post of whoever unlocked does not allow this', '--staff')]);
  expect(existsSync(file)).toBe(false);
}, 300_000);
