import { readFileSync } from 'node:fs';

/**
 * The most that this process has had resident, MB. On Linux by its own high-water mark: what `getrusage` tells begins with what its
 * parent had when it was forked.
 */
export function peakMB(): number {
  const own = process.platform === 'linux' ? /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] : undefined;
  return own === undefined ? process.resourceUsage().maxRSS / 1e3 : (Number(own) * 1024) / 1e6;
}
