import { spawn } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import type { Options } from './options.ts';
import type { Totals } from './report.ts';

/** Shares the seeds among processes. @throws Error if one ends without its totals */
export async function runJobs(options: Options): Promise<readonly Totals[]> {
  const share = Math.ceil(options.seeds / options.jobs);
  const starts = Array.from({ length: options.jobs }, (_, at) => at * share).filter((start) => start < options.seeds);
  return Promise.all(starts.map(async (start) => runJob(options.from + start, Math.min(share, options.seeds - start), options)));
}

async function runJob(from: number, seeds: number, { shrinks, stopsAtFirst, postgres }: Options): Promise<Totals> {
  const words = ['--job', '--from', String(from), '--seeds', String(seeds), ...(postgres ? ['--postgres'] : []), ...(shrinks ? [] : ['--no-shrink']), ...(stopsAtFirst ? ['--stop'] : [])];
  const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts'), ...words], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => { said += chunk.toString(); });
  const code = await new Promise<number | null>((resolve) => { child.once('close', resolve); });
  const last = said.trimEnd().split('\n').at(-1) ?? '';
  if (code !== 0 || !last.startsWith('{')) throw new Error(`the simulation of seeds ${from} to ${from + seeds - 1} ended with ${code ?? 'a signal'}`);
  return JSON.parse(last) as Totals;
}
