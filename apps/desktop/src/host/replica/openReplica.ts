import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Submission } from '@lianyi/schema/wire/exchange';
import type { Applied, CountyAnswer } from './applyPage.ts';
import { applyAnswer } from './applyPage.ts';
import { correct } from './correct.ts';
import type { Core } from './core.ts';
import { openDatabase } from './database.ts';
import type { DeviceKey } from './deviceKey.ts';
import { signerOf, verifierOf } from './deviceKey.ts';
import type { DumpedDocument } from './dump.ts';
import { dumpPage } from './dump.ts';
import type { LineFacts } from './lineFacts.ts';
import { lineFactsOf } from './lineFacts.ts';
import { lockDirectory } from './lockDirectory.ts';
import { migrations } from './migrations/index.ts';
import { migrate } from './migrations/migrate.ts';
import { cursorsBeforeDamage, cursorsOf, waitingSubmissions } from './outbox.ts';
import { projections } from './projections/index.ts';
import { projectionsFor, rebuildNewProjections, rebuildProjections } from './projections/applyProjections.ts';
import type { DeviceIdentity, Replica } from './replica.ts';
import { save } from './save.ts';
import { showParked } from './showAgain.ts';
import type { Tables } from './tables.ts';
import { tablesOf } from './tables.ts';

/** What the county told this device when it was enrolled, and the key made for it. */
export interface Enrolment {
  readonly deviceKey: DeviceKey;
  /** The county's public key, base64. */
  readonly countyKey: string;
  readonly epoch: string | null;
  readonly scopes: readonly string[];
}

export interface ReplicaOptions {
  readonly directory: string;
  readonly identity: DeviceIdentity;
  /** The raw key of 32 bytes; null only where a test build's SQLite cannot encrypt. */
  readonly key: Uint8Array | null;
  /** Needed once, when the replica is made: afterwards it is read from within. */
  readonly enrolment?: Enrolment;
  readonly allowUnencryptedForTests?: boolean;
  /** The caller holds the directory's lock already. */
  readonly isLocked?: boolean;
  readonly now?: () => Date;
}

/** The replica as replication sees it: what to send, what to take in, and who it is to the county. */
export interface ReplicaForExchange extends Replica {
  /** Ed25519 with the device's key over a text, base64. */
  readonly sign: (text: string) => string;
  epoch(): string | null;
  cursors(): Readonly<Record<string, number>>;
  scopes(): readonly string[];
  /** The next waiting bundles in order: at most `count`, about `bytes` of bodies. */
  submissions(count: number, bytes: number): readonly Submission[];
  /** Receipts, contents, memberships, overlays, projections and cursors in one transaction. */
  apply(answer: CountyAnswer): Applied;
  lineFacts(): LineFacts;
  /** False after a save that did not reach the disk, until one does. */
  isDiskTaking(): boolean;
  /** The cursors to ask with: with `again`, from before those puts whose content came damaged. */
  cursorsToAsk(again: boolean): Readonly<Record<string, number>>;
  isFirstSyncDone(): boolean;
  firstSyncIsDone(): void;
  dump(after: string, limit: number): readonly DumpedDocument[];
  rebuildProjections(): void;
  integrityCheck(): string;
}

export const replicaFile = 'replica.db';

/**
 * Opens the encrypted replica of a data directory, or makes it when `enrolment` is given, and brings it to this
 * app's version. One host per directory.
 * @throws DirectoryInUse when another host has it; NewerReplica when a newer app wrote it; Error when the key is not its key.
 */
export function openReplica(options: ReplicaOptions): ReplicaForExchange {
  mkdirSync(options.directory, { recursive: true, mode: 0o700 });
  const lock = options.isLocked === true ? { release: () => undefined } : lockDirectory(options.directory);
  try {
    const database = openDatabase({
      path: join(options.directory, replicaFile),
      encryption: options.key === null ? { kind: 'none' } : { kind: 'sqlcipher', key: options.key },
      allowUnencryptedForTests: options.allowUnencryptedForTests ?? false,
    });
    try {
      migrate(database, migrations);
      const tables = tablesOf(database);
      database.immediately(() => {
        if (options.enrolment) rememberEnrolment(tables, options.enrolment);
        rebuildNewProjections(tables, projections);
      });
      const close = (): void => {
        database.close();
        lock.release();
      };
      return replicaOf(options, { database, tables }, close);
    } catch (error) {
      database.close();
      throw error;
    }
  } catch (error) {
    lock.release();
    throw error;
  }
}

function rememberEnrolment(tables: Tables, enrolment: Enrolment): void {
  if (tables.meta('deviceKey') !== undefined) throw new Error('this replica has been enrolled already');
  tables.setMeta('deviceKey', enrolment.deviceKey);
  tables.setMeta('countyKey', enrolment.countyKey);
  if (enrolment.epoch !== null) tables.setMeta('epoch', enrolment.epoch);
  tables.setMeta('scopes', enrolment.scopes);
}

function replicaOf(options: ReplicaOptions, opened: Pick<Core, 'database' | 'tables'>, close: () => void): ReplicaForExchange {
  const { database, tables } = opened;
  const deviceKey = tables.meta<DeviceKey>('deviceKey');
  const countyKey = tables.meta<string>('countyKey');
  if (deviceKey === undefined || countyKey === undefined) throw new Error('this replica has not been enrolled');
  const listeners = new Set<() => void>();
  const core: Core = {
    ...opened,
    identity: options.identity,
    project: projectionsFor(projections),
    sign: signerOf(deviceKey),
    isSignedByCounty: verifierOf(countyKey),
    now: options.now ?? (() => new Date()),
    committed: () => listeners.forEach((listener) => listener()),
    disk: { ok: true },
  };
  showParked(core);
  return {
    identity: core.identity,
    sign: core.sign,
    all: (sql, ...parameters) => tables.all(sql, ...parameters),
    get: (sql, ...parameters) => tables.get(sql, ...parameters),
    document: (kind, id) => tables.document(kind, id),
    save: (action, actor, decide) => save(core, action, actor, decide),
    correct: (actor, correcting) => correct(core, actor, correcting),
    onCommit: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    epoch: () => tables.meta<string>('epoch') ?? null,
    cursors: () => cursorsOf(tables),
    scopes: () => tables.meta<string[]>('scopes') ?? [],
    submissions: (count, bytes) => waitingSubmissions(tables, count, bytes),
    apply: (answer) => applyAnswer(core, answer),
    lineFacts: () => lineFactsOf(tables),
    isDiskTaking: () => core.disk.ok,
    cursorsToAsk: (again) => (again ? cursorsBeforeDamage(tables) : cursorsOf(tables)),
    isFirstSyncDone: () => tables.meta<boolean>('firstSyncDone') ?? false,
    firstSyncIsDone: () => tables.setMeta('firstSyncDone', true),
    dump: (after, limit) => dumpPage(tables, after, limit),
    rebuildProjections: () => database.immediately(() => rebuildProjections(tables, projections)),
    integrityCheck: () => String(database.pragma('integrity_check')),
    close,
  };
}
