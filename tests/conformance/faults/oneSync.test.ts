import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { aReplica } from '@lianyi/tests/builders/aReplica';
import { expect, test } from 'vitest';

/** Whether this machine can trace a process's system calls: Linux with strace, in a sandbox that lets it. */
const canTrace = spawnSync('strace', ['-o', '/dev/null', 'true']).status === 0;
if (!canTrace) console.warn('跳过：没有 strace，看不到落盘的系统调用 · Skipped: no strace here, so that syncs to the disk cannot be seen (apt-get install strace)');

/** As many as fit between two checkpoints of SQLite, which sync once more. */
const saves = 12;

test.skipIf(!canTrace)('SAVE-1 the system calls of a save: its writes, exactly one sync of the log, and only then the reply', { timeout: 120_000 }, () => {
  const clinic = aReplica();
  clinic.replica.close();
  const trace = join(clinic.directory, 'trace.txt');
  const parts = JSON.stringify({ directory: clinic.directory, key: Buffer.from(clinic.key).toString('base64'), identity: clinic.identity, saves });
  execFileSync('strace', [
    '-f', '-y', '-s', '64', '-e', 'trace=write,pwrite64,writev,fsync,fdatasync,sync_file_range,msync', '-o', trace, process.execPath, join(import.meta.dirname, 'saveAndReply.ts'), parts,
  ], { stdio: ['ignore', 'pipe', 'inherit'] });

  const calls = readFileSync(trace, 'utf8').split('\n').flatMap(callIn);
  const replies = calls.flatMap((call, at) => (call.what.startsWith('reply ') ? [at] : []));
  expect(replies.map((at) => calls[at]?.what)).toEqual(Array.from({ length: saves }, (_, at) => `reply ${at}`));
  // The first save begins the log anew and syncs its head besides.
  for (let save = 1; save < saves; save += 1) {
    const ofSave = calls.slice((replies[save - 1] ?? 0) + 1, replies[save]).map(({ what }) => what);
    expect(ofSave.length).toBeGreaterThan(1);
    expect(ofSave).toEqual([...ofSave.slice(1).map(() => 'write log'), 'sync log']);
  }
  clinic.close();
});

interface Call {
  readonly what: string;
}

/** What a line of the trace is about: the replica's log or file, or a reply. A call that the trace shows in two parts counts where it begins: one thread does all this. */
function callIn(line: string): readonly Call[] {
  const reply = /write\(1<[^>]*>, "(reply \d+)\\n"/.exec(line);
  if (reply) return [{ what: reply[1] ?? '' }];
  const [, name = '', path = ''] = /\b(\w+)\(\d+<([^>]*)>/.exec(line) ?? [];
  const file = path.endsWith('/replica.db-wal') ? 'log' : path.endsWith('/replica.db') ? 'database' : null;
  if (file === null) return [];
  return [{ what: `${name.includes('sync') ? 'sync' : 'write'} ${file}` }];
}
