import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import type { Server } from 'node:net';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Started {
  readonly name: string;
  readonly child: ChildProcess;
  /** It said so itself: an answer at its address may be another program's. */
  isReady(): boolean;
  /** Ends it kindly, and for sure after ten seconds. */
  stop(): Promise<void>;
}

export interface ProcessOptions {
  readonly name: string;
  readonly script: string;
  readonly args: readonly string[];
  /** With what V8 starts. */
  readonly engineFlags?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly logFile: string;
  /** Hears if it ends without having been stopped. */
  readonly onDeath: () => void;
}

/** Starts a script on this Node, its output in a log file. */
export function startProcess(options: ProcessOptions): Started {
  const log = openSync(options.logFile, 'a', 0o600);
  const child = spawn(process.execPath, [...(options.engineFlags ?? []), options.script, ...options.args], {
    env: { ...process.env, ...options.env },
    stdio: ['ignore', log, log, 'ipc'],
  });
  closeSync(log);
  let isReady = false;
  child.on('message', (message) => {
    if (message === 'ready') isReady = true;
  });
  let isStopping = false;
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => {
      if (!isStopping) options.onDeath();
      resolve();
    });
    child.once('error', () => resolve());
  });
  return {
    name: options.name,
    child,
    isReady: () => isReady,
    stop: async () => {
      isStopping = true;
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      const wasKind = await Promise.race([ended.then(() => true), sleep(10_000, false, { ref: false })]);
      if (!wasKind) child.kill('SIGKILL');
    },
  };
}

/** Waits until `check` answers something. @throws Error when the process has ended, the time is over, or all is to stop */
export async function waitFor<T>(started: Started, seconds: number, stopping: AbortSignal, check: () => T | null | Promise<T | null>): Promise<T> {
  const until = Date.now() + seconds * 1000;
  while (Date.now() < until) {
    if (stopping.aborted) throw new Error(`${started.name} is to stop`);
    if (started.child.exitCode !== null || started.child.signalCode !== null) throw new Error(`${started.name} ended at once`);
    const found = await check();
    if (found !== null) return found;
    await sleep(50);
  }
  throw new Error(`${started.name} did not answer within ${seconds} s`);
}

/** The first port from `from` on that nobody listens at. */
export async function freePort(from: number): Promise<number> {
  for (let port = from; port < from + 200; port += 1) {
    if (await isFree(port)) return port;
  }
  throw new Error(`no free port from ${from} on`);
}

/** Listens on loopback at the first port from `from` on that can be had: looking first would lose a race. */
export async function listenFrom(server: Server, from: number): Promise<void> {
  for (let port = from; ; port += 1) {
    const failure = await new Promise<NodeJS.ErrnoException | null>((resolve) => {
      const settle = (error?: NodeJS.ErrnoException): void => {
        server.off('error', settle).off('listening', settle);
        resolve(error ?? null);
      };
      server.on('error', settle).on('listening', settle).listen(port, '127.0.0.1');
    });
    if (failure === null) return;
    if (failure.code !== 'EADDRINUSE' || port === from + 200) throw failure;
  }
}

const isFree = (port: number): Promise<boolean> => new Promise((resolve) => {
  const server = createServer();
  server.once('error', () => resolve(false));
  server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
});
