import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeFileAtomically } from './atomicFile.ts';

test.skipIf(process.platform === 'win32')('a disk that takes only a part of a file leaves the old one whole: without its slots a PC could never be opened again', () => {
  const directory = mkdtempSync(join(tmpdir(), 'lianyi-file-'));
  const path = join(directory, 'slots.json');
  writeFileAtomically(path, 'the old text');
  const script = `const { writeFileAtomically } = await import(${JSON.stringify(join(import.meta.dirname, 'atomicFile.ts'))}); writeFileAtomically(${JSON.stringify(path)}, 'x'.repeat(6000));`;
  const { status } = spawnSync('bash', ['-c', 'ulimit -f 4; exec "$@"', 'bash', process.execPath, '--input-type=module', '-e', script]);
  expect(status).not.toBe(0);
  expect(readFileSync(path, 'utf8')).toBe('the old text');
  rmSync(directory, { recursive: true, force: true });
});
