import { readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { localClockTime } from '@lianyi/schema/basics/dates';
import { findChromium } from '../../../../tools/chromium.ts';
import { bundledPrograms } from '../../../../tools/postgres/programs.ts';
import { machine } from '../../bench.ts';
import { spawnSync } from 'node:child_process';

/** Under what conditions a part was measured: its first line in the document. */
export interface Conditions {
  /** Call when the part is measured. */
  told(): Promise<string>;
}

export function conditions(): Conditions {
  const [startedAt, loadBefore] = [localClockTime(new Date()), load()];
  return {
    told: async () =>
      `Measured from ${startedAt} to ${localClockTime(new Date())} on ${machine()}; load average ${loadBefore} before and ${load()} after (1 and 5 minutes; the bench's own work is in the second). ${await versions()}.`,
  };
}

const load = (): string => loadavg().slice(0, 2).map((each) => each.toFixed(1)).join(', ');

async function versions(): Promise<string> {
  const packages = ['rxdb', 'pouchdb', 'express-pouchdb', 'better-sqlite3-multiple-ciphers'].map((name) => `${name} ${versionOf(name)}`);
  const chromium = findChromium();
  const browser = chromium === undefined ? '' : spawnSync(chromium, ['--version'], { encoding: 'utf8' }).stdout.trim();
  return [...packages, `PostgreSQL ${(await bundledPrograms()).version}`, ...(browser === '' ? [] : [browser])].join(', ');
}

function versionOf(name: string): string {
  const known = { rxdb: 'tests', pouchdb: 'tests', 'express-pouchdb': 'tests' } as Readonly<Record<string, string>>;
  const folder = join(import.meta.dirname, '../../../..', known[name] ?? 'apps/desktop', 'node_modules', known[name] === undefined ? 'better-sqlite3' : name);
  return (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }).version;
}
