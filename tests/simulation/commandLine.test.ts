import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { mutants } from './mutants/mutants.ts';

const run = async (program: 'simulation' | 'bench', ...args: readonly string[]): Promise<{ readonly code: number; readonly out: string; readonly err: string }> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [join(import.meta.dirname, '..', program, 'main.ts'), ...args]);
    let [out, err] = ['', ''];
    child.stdout.on('data', (chunk) => (out += String(chunk)));
    child.stderr.on('data', (chunk) => (err += String(chunk)));
    child.on('close', (code) => resolve({ code: code ?? -1, out, err }));
  });

test('a schedule that cannot be read is told in one line, in both languages', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lianyi-schedules-'));
  const file = join(folder, 'schedule.json');
  const replay = async (path: string) => run('simulation', '--schedule', path);
  const inOneLine = (words: string) => ({ code: 1, out: '', err: expect.toSatisfy((said: string) => /^.*[\u4e00-\u9fff].*\n$/.test(said) && said.includes(words)) as string });
  expect(await replay(join(folder, 'none'))).toEqual(inOneLine('No such file'));
  expect(await replay(folder)).toEqual(inOneLine('This is a folder'));
  for (const text of ['', '{"seed":1', '[]', '{"seed":1,"clinics":2,"startsAt":[0,0],"actions":[{"at":1,"do":"fly"}],"healedAt":9}']) {
    writeFileSync(file, text);
    expect(await replay(file)).toEqual(inOneLine('This is no schedule'));
  }
  rmSync(folder, { recursive: true });
}, 300_000);

test('a mutant, an option or a bench that there is not is told with what there is', async () => {
  const nobody = await run('simulation', '--mutants', '--mutant', 'nosuch');
  expect(nobody).toMatchObject({ code: 2, out: '', err: expect.stringContaining('No such mutant: nosuch') as string });
  for (const { name } of mutants) expect(nobody.err).toContain(name);
  expect(await run('simulation', '--fly')).toMatchObject({ code: 2, out: '', err: expect.stringMatching(/Not understood: --fly[^]*用法 · Usage/) as string });
  expect(await run('simulation', '--seeds', 'many')).toMatchObject({ code: 2, err: expect.stringContaining('take a number') as string });
  for (const args of [['--fly'], ['fly'], ['save', 'search']]) {
    expect(await run('bench', ...args)).toMatchObject({ code: 2, out: '', err: expect.stringMatching(/看不懂[^]*用法 · Usage: npm run bench/) as string });
  }
}, 300_000);
