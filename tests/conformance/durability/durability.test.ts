import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { TestReplica } from '@lianyi/tests/builders/aReplica';
import { aReplica } from '@lianyi/tests/builders/aReplica';

interface Line {
  readonly saved?: string;
  readonly failed?: { readonly failure: { readonly code: string } };
}

/** A process that saves for ever on the replica's directory. */
function saver({ directory, key, identity }: TestReplica, limitKiB?: number): { readonly child: ChildProcess; readonly lines: () => readonly Line[]; readonly ended: Promise<void> } {
  const parts = JSON.stringify({ directory, key: Buffer.from(key).toString('base64'), identity });
  const script = join(import.meta.dirname, 'saveForEver.ts');
  const child = limitKiB === undefined
    ? spawn(process.execPath, [script, parts], { stdio: ['ignore', 'pipe', 'inherit'] })
    : spawn('bash', ['-c', `ulimit -f ${limitKiB}; exec "$@"`, 'bash', process.execPath, script, parts], { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  const ended = new Promise<void>((resolve) => void child.on('close', () => resolve()));
  // What was cut off in the middle of a line had not been answered.
  return { child, ended, lines: () => text.split('\n').slice(0, -1).map((line) => JSON.parse(line) as Line) };
}

function expectWhole(clinic: TestReplica, acknowledged: readonly string[]): void {
  expect(clinic.replica.integrityCheck()).toBe('ok');
  expect(acknowledged.filter((id) => clinic.replica.document('patient', id) === undefined)).toEqual([]);
  const counts = clinic.replica.get<{ bundles: number; documents: number; overlays: number }>(
    'SELECT (SELECT count(*) FROM bundle) AS bundles, (SELECT count(*) FROM document) AS documents, (SELECT count(*) FROM overlay) AS overlays',
  );
  // A bundle and its two documents are there together, or none of them is.
  expect(counts).toEqual({ bundles: counts?.bundles, documents: (counts?.bundles ?? 0) * 2, overlays: (counts?.bundles ?? 0) * 2 });
  expect(counts?.bundles).toBeGreaterThanOrEqual(acknowledged.length);
}

test('SAVE-1 killed in the middle of saving, again and again, the replica is whole and nothing that was answered is lost', async () => {
  let clinic = aReplica();
  const acknowledged: string[] = [];
  for (let round = 0; round < 4; round += 1) {
    clinic.replica.close();
    const running = saver(clinic);
    while (running.lines().length === 0) await after(10);
    await after(30 + round * 67);
    running.child.kill('SIGKILL');
    await running.ended;
    acknowledged.push(...running.lines().flatMap(({ saved }) => saved ?? []));
    clinic = clinic.reopen();
    expectWhole(clinic, acknowledged);
  }
  expect(acknowledged.length).toBeGreaterThan(4);
  clinic.close();
}, 120_000);

test.skipIf(process.platform === 'win32')('SAVE-5 when the disk takes no more the save says so, and what was answered before is whole', async () => {
  let clinic = aReplica();
  clinic.replica.close();
  const running = saver(clinic, 1024);
  await running.ended;
  const lines = running.lines();
  expect(lines.at(-1)?.failed).toEqual({ ok: false, failure: { code: 'diskFull' } });
  clinic = clinic.reopen();
  expectWhole(clinic, lines.flatMap(({ saved }) => saved ?? []));
  clinic.close();
}, 120_000);
