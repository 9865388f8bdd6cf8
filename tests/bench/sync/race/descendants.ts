import { readFileSync, readdirSync } from 'node:fs';
import type { Spent } from '../contestant.ts';

const sampleMs = 250;
/** Of the clock in which the kernel tells processor time. */
const ticksPerSecond = 100;

/** Watches all that this process started, down to the last renderer: processor time, and memory with shared pages counted once. */
export function watchDescendants(): { end(): Pick<Spent, 'cpuS' | 'peakMB'> } {
  const before = cpuByPid();
  if (before.size === 0) return { end: () => ({ cpuS: null, peakMB: null }) };
  const latest = new Map(before);
  let peakMB = 0;
  const sample = (): void => {
    for (const [pid, seconds] of cpuByPid()) latest.set(pid, seconds);
    peakMB = Math.max(peakMB, [...latest.keys()].reduce((sum, pid) => sum + residentMB(pid), 0));
  };
  const timer = setInterval(sample, sampleMs);
  return {
    end: () => {
      clearInterval(timer);
      sample();
      return { cpuS: [...latest].reduce((sum, [pid, seconds]) => sum + seconds - (before.get(pid) ?? 0), 0), peakMB };
    },
  };
}

/** Seconds of the processor so far of each descendant; empty where there is no /proc. */
function cpuByPid(): Map<number, number> {
  const all = new Map(pids().flatMap((pid) => {
    // `pid (name) state parent ...`: a name may hold anything.
    const fields = told(`/proc/${pid}/stat`)?.split(') ').at(-1)?.split(' ');
    return fields === undefined ? [] : [[pid, { parent: Number(fields[1]), seconds: (Number(fields[11]) + Number(fields[12])) / ticksPerSecond }] as const];
  }));
  const isOurs = (pid: number): boolean => {
    const parent = all.get(pid)?.parent;
    return parent !== undefined && (parent === process.pid || isOurs(parent));
  };
  return new Map([...all].filter(([pid]) => isOurs(pid)).map(([pid, { seconds }]) => [pid, seconds]));
}

const residentMB = (pid: number): number => Number(/^Pss:\s+(\d+)/m.exec(told(`/proc/${pid}/smaps_rollup`) ?? '')?.[1] ?? 0) / 1e3;

function pids(): readonly number[] {
  try {
    return readdirSync('/proc').map(Number).filter(Number.isInteger);
  } catch {
    return [];
  }
}

/** null for a process that has ended meanwhile. */
function told(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
