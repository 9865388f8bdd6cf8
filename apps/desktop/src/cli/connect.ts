import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createTRPCClient, httpLink, TRPCClientError } from '@trpc/client';
import * as z from 'zod';
import type { HostRouter } from '../contract/router.ts';
import type { BackupView, DoctorReport, ImportProgress, LineView, ParcelFile, ParcelRead, RekeyView, SessionView, UnlockResult } from '../contract/views.ts';
import type { Proof } from '../host/replica/prove.ts';

/** What the command line asks of a clinic, over HTTP or in this process alike. */
export interface Clinic {
  readonly status: () => Promise<SessionView>;
  readonly unlock: (personId: string, pin: string) => Promise<UnlockResult>;
  readonly line: () => Promise<LineView>;
  readonly prove: (id: string) => Promise<Proof>;
  readonly scopes: () => Promise<readonly string[]>;
  readonly dump: (after: string, limit: number) => Promise<readonly { readonly id: string; readonly line: string }[]>;
  readonly importRoster: (path: string) => Promise<{ readonly id: string }>;
  readonly importFhir: (paths: readonly string[]) => Promise<{ readonly id: string }>;
  readonly importProgress: (id: string) => Promise<ImportProgress | null>;
  readonly rekey: (code: string) => Promise<RekeyView>;
  readonly backup: (path: string, passphrase: string) => Promise<BackupView>;
  readonly makeParcel: () => Promise<ParcelFile>;
  readonly readParcel: (base64: string) => Promise<ParcelRead>;
  readonly doctor: () => Promise<DoctorReport>;
  readonly close: () => Promise<void>;
}

/** The running host of a data directory if there is one, else one that is opened here for as long as the command runs. */
export async function connect(dataDir: string): Promise<Clinic | { readonly problem: string }> {
  const running = readRunning(dataDir);
  if (running !== null && (await answers(running))) return overHttp(running);
  // Loaded only now: most commands speak to a host that runs, and start faster without one.
  const { DirectoryInUse, ...parts } = await import('../host/index.ts');
  try {
    return inProcess(dataDir, parts);
  } catch (error) {
    if (!(error instanceof DirectoryInUse)) throw error;
    return { problem: `这个诊所正开着，但没有应答 · The clinic is open but does not answer (${error.message})` };
  }
}

/** `host.json` of the web shell. */
const hostFile = z.looseObject({ origin: z.url(), cliToken: z.string(), pid: z.int().positive() });
type Running = z.infer<typeof hostFile>;

function readRunning(dataDir: string): Running | null {
  const path = join(dataDir, 'host.json');
  if (!existsSync(path)) return null;
  const found = hostFile.safeParse(JSON.parse(readFileSync(path, 'utf8')));
  return found.success && isAlive(found.data.pid) ? found.data : null;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

const clientOf = ({ origin, cliToken }: Running) =>
  createTRPCClient<HostRouter>({ links: [httpLink({ url: `${origin}/trpc`, headers: { 'x-lianyi-cli': cliToken, 'x-lianyi-cli-run': randomUUID() } })] });

/** A process number is used again after a restart: only an answer tells. */
async function answers(running: Running): Promise<boolean> {
  return clientOf(running).session.status.query().then(() => true, () => false);
}

/**
 * Whether a call failed because the host went away meanwhile, or was started anew: a clinic that answers at all names
 * the kind of its error, and only one that has forgotten this run's sign-in says "unauthorized" after an unlock.
 */
export function isClinicGone(error: unknown): boolean {
  if (!(error instanceof TRPCClientError)) return false;
  const data: unknown = error.data;
  if (typeof data !== 'object' || data === null || !('code' in data)) return true;
  return data.code === 'UNAUTHORIZED';
}

/** Whether the post of whoever unlocked does not allow it. */
export function isNotAllowed(error: unknown): boolean {
  const code: unknown = error instanceof TRPCClientError ? (error.data as { readonly code?: unknown } | null)?.code : error instanceof Error && 'code' in error ? error.code : null;
  return code === 'FORBIDDEN';
}

function overHttp(running: Running): Clinic {
  const client = clientOf(running);
  return {
    status: async () => client.session.status.query(),
    unlock: async (personId, pin) => client.session.unlock.mutate({ personId, pin }),
    line: async () => client.line.state.query(),
    scopes: async () => client.session.scopes.query(),
    dump: async (after, limit) => client.session.dump.query({ after, limit }),
    prove: async (id) => client.session.prove.query({ id }),
    importRoster: async (path) => client.imports.roster.mutate({ path }),
    importFhir: async (paths) => client.imports.fhir.mutate({ paths: [...paths] }),
    importProgress: async (id) => client.imports.progress.query({ id }),
    rekey: async (code) => client.session.rekey.mutate({ code }),
    backup: async (path, passphrase) => client.session.backup.mutate({ path, passphrase }),
    makeParcel: async () => client.parcels.make.mutate(),
    readParcel: async (base64) => client.parcels.read.mutate({ base64 }),
    doctor: async () => client.doctor.examine.mutate(),
    close: async () => void (await client.session.lock.mutate()),
  };
}

type HostParts = Pick<typeof import('../host/index.ts'), 'startHost' | 'fileKeyStore' | 'callerOf'>;

function inProcess(dataDir: string, { startHost, fileKeyStore, callerOf }: HostParts): Clinic {
  const host = startHost({
    dataDir,
    resourcesDir: resolve(import.meta.dirname, '../../../../resources'),
    keyStore: fileKeyStore(join(dataDir, 'keystore')),
  });
  const caller = callerOf(host.door({ isCommandLine: true }));
  return {
    status: async () => caller.session.status(),
    unlock: async (personId, pin) => caller.session.unlock({ personId, pin }),
    line: async () => caller.line.state(),
    scopes: async () => caller.session.scopes(),
    dump: async (after, limit) => caller.session.dump({ after, limit }),
    prove: async (id) => caller.session.prove({ id }),
    importRoster: async (path) => caller.imports.roster({ path }),
    importFhir: async (paths) => caller.imports.fhir({ paths: [...paths] }),
    importProgress: async (id) => caller.imports.progress({ id }),
    rekey: async (code) => caller.session.rekey({ code }),
    backup: async (path, passphrase) => caller.session.backup({ path, passphrase }),
    makeParcel: async () => caller.parcels.make(),
    readParcel: async (base64) => caller.parcels.read({ base64 }),
    doctor: async () => caller.doctor.examine(),
    close: async () => host.close(),
  };
}
