/** `npm run bench -- [NAME] [--json] [--strict]`: measures, and says of each number whether its budget holds. `sync` has parts of its own. */
import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { BenchResult, BenchRow } from './bench.ts';
import { machine } from './bench.ts';
import { contradiction, partWords, residentsAsked, syncOptions } from './sync/syncParts.ts';
import { verdictOf } from './verdict.ts';

const benches = ['search', 'save', 'tail', 'firstSync', 'signatures', 'permissions', 'unlock', 'sync'] as const;

const usage = `用法 · Usage: npm run bench -- [${benches.join(' | ')}] [--json] [--strict]
       npm run bench -- sync [${syncOptions.join(' | ')}] [--json] [--strict]
${Object.entries(partWords).map(([part, words]) => `--part=${part.padEnd(8)} ${words}`).join('\n')}
--full          全部 · all of them；不写只跑 race 和 line · without either: race and line
LIANYI_RESIDENTS=N 换个人数试，不写进文档 · tries it with so many, and writes nothing
--strict  有一项没有达到预算就以退出码 1 结束；不写只列出 · exit code 1 if a budget is missed; without it, that is only told
--json    最后一行是全部结果 · the last line is all that was measured`;

const args = process.argv.slice(2);
if (args.includes('--help')) {
  console.log(usage);
  process.exit(0);
}
const general = ['--json', '--strict'];
const asJson = args.includes('--json');
const names = args.filter((arg) => !arg.startsWith('--'));
const [name] = names;
const unknown = args.find((arg) => !general.includes(arg) && !(name === 'sync' && syncOptions.includes(arg)) && !benches.some((bench) => bench === arg)) ?? names[1] ?? contradiction(args) ?? undefined;
try {
  residentsAsked(process.env['LIANYI_RESIDENTS']);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(2);
}
if (unknown !== undefined) {
  console.error(`看不懂 · Not understood: ${unknown}\n\n${usage}`);
  process.exit(2);
}

const rows: BenchRow[] = [];
let failed = false;
for (const bench of name === undefined ? benches : [name]) {
  console.log(`\n${bench}`);
  try {
    const measured = await measure(bench);
    for (const row of measured) console.log(line(row));
    rows.push(...measured.map((row) => (name === undefined ? { ...row, name: `${bench}: ${row.name}` } : row)));
  } catch (error) {
    failed = true;
    console.error(error instanceof Error ? error.message : String(error));
  }
}
const verdict = verdictOf(rows, { isStrict: args.includes('--strict'), hasFailed: failed });
console.log(`\n${verdict.line}`);
if (asJson) console.log(JSON.stringify({ name: name ?? 'all', machine: machine(), rows } satisfies BenchResult));
process.exitCode = verdict.exitCode;

/** Each bench in a process of its own, so that memory and warmth of one do not colour the next. */
function measure(bench: string): Promise<readonly BenchRow[]> {
  return new Promise((resolve, reject) => {
    const child = fork(join(import.meta.dirname, `${bench}.ts`), args.filter((arg) => syncOptions.includes(arg)), { stdio: 'inherit' });
    let answer: readonly BenchRow[] | undefined;
    child.on('message', (message) => (answer = message as readonly BenchRow[]));
    child.on('error', reject);
    child.on('close', (code) => (answer === undefined ? reject(new Error(`没有得出数字 · No number came of it: ${bench} (${code ?? 'signal'})`)) : resolve(answer)));
  });
}

function line({ name: label, value, unit, budget, holds }: BenchRow): string {
  const standing = budget === null ? 'reported' : holds ? 'holds' : 'SHORT';
  return `  ${label.padEnd(52)} ${`${value} ${unit}`.padStart(18)}  ${(budget ?? '').padEnd(9)} ${standing}`;
}
