import { fork } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importRoster } from '@lianyi/desktop/host/features/imports/roster/importRoster';
import { anIdentityNumber } from '@lianyi/tests/builders/aPatient';
import type { TestReplica } from '@lianyi/tests/builders/aReplica';
import { aReplica } from '@lianyi/tests/builders/aReplica';
import { addDays } from '@lianyi/schema/basics/dates';
import { expect, test } from 'vitest';

const rows = 1500;
const roster = ['姓名,身份证号,电话', ...Array.from({ length: rows }, (_, at) => `居民${at},${anIdentityNumber(addDays('1950-01-01', at * 7), at % 2 === 0 ? 'female' : 'male')},1500000${String(at).padStart(4, '0')}`)].join('\n');

/** Kills a process that imports as soon as it has saved so many batches. */
async function killedAfter(batches: number, { directory, key, identity, actor }: TestReplica, path: string): Promise<void> {
  const child = fork(join(import.meta.dirname, 'importOnce.ts'), [JSON.stringify({ directory, key: Buffer.from(key).toString('base64'), identity, personId: actor.personId, path })], { stdio: 'inherit' });
  let saved = 0;
  await new Promise<void>((resolve) => {
    child.on('message', () => {
      saved += 1;
      if (saved >= batches) child.kill('SIGKILL');
    });
    child.on('close', () => resolve());
  });
}

test('SAVE-1 a roster import that is killed half way, twice, is completed by importing again: everybody once', { timeout: 120_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lianyi-roster-'));
  const path = join(folder, 'roster.csv');
  writeFileSync(path, roster);
  const clinic = aReplica();
  clinic.replica.close();
  await killedAfter(3, clinic, path);
  await killedAfter(4, clinic, path);
  const again = clinic.reopen();
  const half = again.replica.get<{ n: number }>('SELECT count(*) AS n FROM patient_row')?.n ?? 0;
  expect(half).toBeGreaterThan(0);
  expect(half).toBeLessThan(rows);
  const progress = { id: '', state: 'running' as const, bytes: 0, bytesDone: 0, rows: 0, imported: 0, matched: 0, rejected: 0, byType: {}, reportPath: null, failure: null };
  await importRoster(again.replica, { path, fallbackDir: folder, actor: again.actor, now: () => new Date() }, progress);
  expect(progress).toMatchObject({ rows, imported: rows - half, matched: half, rejected: 0 });
  expect(again.replica.get('SELECT count(*) AS n, count(DISTINCT identity_number) AS numbers FROM patient_row')).toEqual({ n: rows, numbers: rows });
  expect(again.replica.integrityCheck()).toBe('ok');
  again.close();
  rmSync(folder, { recursive: true, force: true });
});
