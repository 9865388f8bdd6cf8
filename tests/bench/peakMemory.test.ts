import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

test('what a process has had at its highest is its own, and not what its parent had', () => {
  const held = Buffer.alloc(400e6, 1);
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', `const { peakMB } = await import(${JSON.stringify(join(import.meta.dirname, 'peakMemory.ts'))}); console.log(peakMB());`], { encoding: 'utf8' });
  expect(held.at(-1)).toBe(1);
  expect([stderr, Number(stdout) > 20, Number(stdout) < 200]).toEqual(['', true, true]);
});
