/**
 * The host as Electron's utility process: main tells it where to start, hands it a port per page, and waits for it to
 * close. It names nothing of Electron but the parent's port, which every utility process has.
 */
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import * as z from 'zod';
import { crashWords } from '@lianyi/schema/basics/crashWords';
import type { Front } from './front.ts';
import { openFront } from './front.ts';
import type { KeyStore } from './index.ts';
import { DirectoryInUse, fileKeyStore } from './index.ts';
import { servePort } from './messagePort.ts';
import type { HostReport, ShellStart } from './shellMessages.ts';

/** True only in the build for an Electron that exists for tests alone, whose SQLite cannot encrypt. */
declare const __LIANYI_TEST_BUILD__: boolean | undefined;
// oxlint-disable-next-line unicorn/no-typeof-undefined -- outside a bundle the name does not exist at all
const isTestBuild = typeof __LIANYI_TEST_BUILD__ !== 'undefined' && __LIANYI_TEST_BUILD__;

/** The part of Electron's MessagePortMain that is used here. */
interface ParentEvent {
  readonly data: unknown;
  readonly ports: readonly PagePort[];
}
interface PagePort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: ParentEvent) => void): void;
  start(): void;
}
interface ParentPort {
  postMessage(message: HostReport): void;
  on(event: 'message', listener: (event: ParentEvent) => void): void;
}

const shellMessage = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('start'), dataDir: z.string(), resourcesDir: z.string(), countyUrl: z.string().nullable(), systemSecret: z.string().nullable(),
  }),
  z.strictObject({ kind: z.literal('port') }),
  z.strictObject({ kind: z.literal('close') }),
]);

const { parentPort } = process as unknown as { readonly parentPort: ParentPort };
let front: Front | null = null;

// The program starts another host; what it printed of an error could hold what somebody writes.
process.on('uncaughtException', (error) => {
  writeSync(2, `${crashWords(error)}\n`);
  process.exit(1);
});

parentPort.on('message', ({ data, ports }) => {
  const message = shellMessage.parse(data);
  switch (message.kind) {
    case 'start':
      parentPort.postMessage(start(message));
      break;
    case 'port':
      for (const port of ports) serve(port);
      break;
    case 'close':
      void close();
      break;
  }
});

function start(told: ShellStart): HostReport {
  try {
    front = openFront({
      dataDir: told.dataDir,
      resourcesDir: told.resourcesDir,
      keyStore: told.systemSecret === null ? fileKeyStore(join(told.dataDir, 'keystore')) : systemKeyStore(told.systemSecret),
      ...(told.countyUrl !== null && { countyUrl: told.countyUrl }),
      allowUnencryptedForTests: isTestBuild,
    });
    return { kind: 'ready' };
  } catch (error) {
    const detail = error instanceof Error ? error.message : '';
    return { kind: 'failed', reason: error instanceof DirectoryInUse ? 'inUse' : 'unreadable', detail };
  }
}

/** A port that comes before the host is there, or after it has closed, stays silent: main reloads the page. */
function serve(port: PagePort): void {
  if (front === null) return;
  servePort({
    postMessage: (answer) => port.postMessage(answer),
    onMessage: (listener) => port.on('message', ({ data }) => listener(data)),
  }, front);
  port.start();
}

async function close(): Promise<void> {
  await front?.close();
  process.exit(0);
}

/** What main has unlocked from the operating system's key store. */
function systemKeyStore(secret: string): KeyStore {
  return { kind: 'system', secret: () => Promise.resolve(new Uint8Array(Buffer.from(secret, 'base64'))) };
}
