import { formatWithOptions } from 'node:util';

/** How a command ended, and what it wrote. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

let last: Promise<unknown> = Promise.resolve();

/**
 * Runs a command of a command line in this process, one at a time, as `main.ts` would in one of its own: what it writes is
 * kept instead of shown. Some tests start the real process as well; most commands need not pay for a Node each.
 * @param env what the command finds in its environment beside what is there
 */
export async function inThisProcess(run: (args: readonly string[]) => Promise<number>, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const mine = last.then(async () => captured(run, args, env));
  last = mine.catch(() => undefined);
  return mine;
}

async function captured(run: (args: readonly string[]) => Promise<number>, args: readonly string[], env: Readonly<Record<string, string>>): Promise<Ended> {
  const said = { stdout: '', stderr: '' };
  const before = Object.fromEntries(Object.keys(env).map((name) => [name, process.env[name]]));
  const shown = { out: process.stdout.write.bind(process.stdout), err: process.stderr.write.bind(process.stderr), log: console.log, error: console.error };
  const keep = (stream: keyof typeof said): typeof process.stdout.write => (chunk: string | Uint8Array) => {
    said[stream] += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8');
    return true;
  };
  const line = (stream: keyof typeof said) => (...values: readonly unknown[]): void => void (said[stream] += `${formatWithOptions({}, ...values)}\n`);
  Object.assign(process.env, env);
  process.stdout.write = keep('stdout');
  process.stderr.write = keep('stderr');
  console.log = line('stdout');
  console.error = line('stderr');
  try {
    return { code: await run(args), ...said };
  } finally {
    process.stdout.write = shown.out;
    process.stderr.write = shown.err;
    console.log = shown.log;
    console.error = shown.error;
    for (const [name, value] of Object.entries(before)) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
}
