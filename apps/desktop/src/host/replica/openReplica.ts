import { mkdirSync } from 'node:fs';
import { uptime } from 'node:os';
import { join } from 'node:path';
import type { KindTable } from '@lianyi/schema/documents/kinds';
import { kindTable } from '@lianyi/schema/documents/kinds';
import type { DeviceCertificate, ReadmissionRequest } from '@lianyi/schema/wire/certificate';
import type { History } from '@lianyi/schema/wire/history';
import type { CountyDocument, Submission } from '@lianyi/schema/wire/exchange';
import type { LeaseGrant } from '@lianyi/schema/wire/lease';
import type { PurgeOrder } from '@lianyi/schema/wire/purge';
import type { BucketSums, RepairResponse } from '@lianyi/schema/wire/repair';
import type { Applied, CountyAnswer } from './applyPage.ts';
import { applyAnswer } from './applyPage.ts';
import { keepAside } from './aside.ts';
import { noteRead, sealReads } from './chartReads.ts';
import { noteDoorEvents } from './doorEvents.ts';
import type { AttachmentFiles } from './attachments/attachmentFiles.ts';
import { attachmentFilesOf } from './attachments/attachmentFiles.ts';
import { sealedFilesIn } from './attachments/sealedFiles.ts';
import { gapHere } from './chainGaps.ts';
import { correct } from './correct.ts';
import type { Core } from './core.ts';
import type { DatabaseOptions, SqliteDatabase } from './database.ts';
import { openDatabase } from './database.ts';
import { copyTo } from './copyTo.ts';
import type { DeviceKey } from './deviceKey.ts';
import { signerOf, verifierOf } from './deviceKey.ts';
import { examineBundles, examineDocuments, examineFile } from './doctor/examine.ts';
import type { Finding } from './doctor/finding.ts';
import type { DumpedDocument } from './dump.ts';
import { dumpPage } from './dump.ts';
import type { Rewound } from './epochs/rewind.ts';
import { rewindTo } from './epochs/rewind.ts';
import type { FormerContent } from './epochs/witnesses.ts';
import { countyDocumentOf, formerContents } from './epochs/witnesses.ts';
import { liftReplica } from './liftReplica.ts';
import type { Lease } from './lease.ts';
import { leaseNow, lookAtLease, takeLease, wantsLease } from './lease.ts';
import type { LineFacts } from './lineFacts.ts';
import { lineFactsOf } from './lineFacts.ts';
import { lockDirectory } from './lockDirectory.ts';
import { migrations } from './migrations/index.ts';
import { migrate } from './migrations/migrate.ts';
import { cursorsBeforeDamage, cursorsOf, waitingForStick, waitingSubmissions } from './outbox.ts';
import { projections } from './projections/index.ts';
import type { PurgeAnswer } from './purge.ts';
import { judgePurge } from './purge.ts';
import { projectionsFor, rebuildNewProjections, rebuildProjections } from './projections/applyProjections.ts';
import type { Proof } from './prove.ts';
import { prove } from './prove.ts';
import type { Repaired } from './repair/applyRepair.ts';
import { applyRepair } from './repair/applyRepair.ts';
import type { Opened } from '@lianyi/schema/wire/sealedParcel';
import type { Manifest, SnapshotDocument } from '@lianyi/schema/wire/snapshot';
import type { CheckReport } from './repair/checkReport.ts';
import type { Member } from './repair/members.ts';
import { addUpScope, membersOf } from './repair/members.ts';
import type { DeviceIdentity, Replica } from './replica.ts';
import type { Rekeying } from './rekey.ts';
import { openFromCounty, sealForCounty } from './parcelSeal.ts';
import { beginRekey, certificatesOf, finishRekey, takeUpKeys } from './rekey.ts';
import { save } from './save.ts';
import type { Road, WordOfScopes } from './scopesTaken.ts';
import { scopesAfter } from './scopesTaken.ts';
import type { SnapshotApplied, SnapshotPlace } from './snapshot/applySnapshot.ts';
import { applySnapshot } from './snapshot/applySnapshot.ts';
import { buildIndexes, buildIndexesAtOpening } from './snapshot/indexesLast.ts';
import type { SnapshotBegun, SnapshotTake } from './snapshot/snapshotTake.ts';
import { beginSnapshot, dropParts, firstSyncIsDone, giveUpSnapshot, keepPart, partBytes, partLength, takesOf } from './snapshot/snapshotTake.ts';
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
  /** The county's word that it enrolled this device; only a test's county gives none. */
  readonly certificate?: DeviceCertificate;
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
  /** What attachments may take of this PC's disk. */
  readonly attachmentQuotaBytes?: number;
  /** Since the machine started. */
  readonly uptimeSeconds?: () => number;
  /** How the file is opened, if not as usual: a test's disk may be full. */
  readonly openFile?: (options: DatabaseOptions) => SqliteDatabase;
  /** Of tests: another version of the app. */
  readonly kinds?: KindTable;
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
  /** The same for a file: of both lanes as far as `bytes` go. */
  submissionsForStick(bytes: number): readonly Submission[];
  /** Receipts, contents, memberships, overlays, projections and cursors in one transaction. */
  apply(answer: CountyAnswer, road?: Road): Applied;
  /** The scopes that are followed once this answer has been taken. */
  scopesAfter(answer: WordOfScopes, road: Road): readonly string[];
  lineFacts(): LineFacts;
  judgePurge(order: PurgeOrder, nonceOfRequest: string): PurgeAnswer;
  /** See `lease.ts`. */
  takeLease(grant: LeaseGrant): boolean;
  lookAtLease(): Lease;
  leaseNow(): Lease;
  isSignedByCounty(text: string, signature: string): boolean;
  wantsLease(): boolean;
  /** See `rekey.ts`. */
  beginRekey(): Rekeying;
  finishRekey(certificate: DeviceCertificate): void;
  /** The county's words about what this PC is and which history it comes from. */
  pedigree(): ReadmissionRequest;
  /** See `parcelSeal.ts`. */
  sealForCounty(content: Uint8Array): Uint8Array;
  openFromCounty(file: Uint8Array): Opened;
  /** Writes the encrypted file as it is in one moment to another path. */
  copyTo(path: string): void;
  /** See `rewindTo`. */
  rewindTo(history: History): Rewound;
  /** True from a rewind until the county has heard what this PC has of the former history: nothing is pulled before. */
  isWitness(): boolean;
  witnessIsHeard(): void;
  formerContents(after: string, limit: number): readonly FormerContent[];
  countyDocument(id: string): CountyDocument | null;
  /** False after a save that did not reach the disk, until one does. */
  isDiskTaking(): boolean;
  /** The cursors to ask with: with `again`, from before those puts whose content came damaged. */
  cursorsToAsk(again: boolean): Readonly<Record<string, number>>;
  /** The kinds that this app knows in another version than 1. */
  kindVersions(): Readonly<Record<string, number>>;
  /** See `snapshotTake.ts` and `applySnapshot.ts`. */
  beginSnapshot(scope: string, manifest: Manifest): SnapshotBegun;
  giveUpSnapshot(scope: string): void;
  snapshots(): readonly SnapshotTake[];
  partLength(sha256: string): number;
  keepPart(sha256: string, start: number, bytes: Uint8Array): void;
  partBytes(sha256: string): Buffer;
  dropParts(): void;
  applySnapshot(signature: string, place: SnapshotPlace, documents: readonly SnapshotDocument[]): SnapshotApplied | null;
  /** What has been taken of a snapshot is on the disk from now on. */
  keepSnapshot(): void;
  isFirstSyncDone(): boolean;
  firstSyncIsDone(): void;
  /** The county's last answer was not all that it has for this PC: kept, so that a restart without a line knows it too. */
  isMoreAtCounty(): boolean;
  noteMoreAtCounty(isMore: boolean): void;
  /** While it is true, what travels at once is less, too. */
  /** @param besides so many works that hold it are not meant */
  hasLittleMemory(besides?: number): boolean;
  readonly attachments: AttachmentFiles;
  /** Whether a document or a bundle is held, from what lies here. */
  prove(id: string): Proof;
  /** Keeps what is written half, on this PC alone; null takes it away. */
  keepAside(name: string, value: unknown): void;
  dump(after: string, limit: number): readonly DumpedDocument[];
  rebuildProjections(): void;
  integrityCheck(): string;
  /** The doctor's three looks, each as far as it needs nothing of another; see `doctor/examine.ts`. */
  examineFile(): readonly Finding[];
  examineBundles(): readonly Finding[];
  examineDocuments(): Generator<void, readonly Finding[]>;
  /** Adds a followed scope up, a slice at each step. */
  addUpScope(scope: string): Generator<void, BucketSums>;
  /** What lies here of a scope's buckets, in slices. */
  membersOf(scope: string, buckets: ReadonlySet<number>): Generator<readonly Member[]>;
  /** See `applyRepair`. */
  applyRepair(scope: string, number: number, repair: RepairResponse): Repaired | null;
  /** What the last comparison with the county came to; null before the first. */
  lastCheck(): CheckReport | null;
  rememberCheck(report: CheckReport): void;
}

export const replicaFile = 'replica.db';
const defaultQuotaBytes = 2_000_000_000;

/**
 * Opens the encrypted replica of a data directory, or makes it when `enrolment` is given, and brings it to this
 * app's version. One host per directory.
 * @throws DirectoryInUse when another host has it; NewerReplica when a newer app wrote it; Error when the key is not its key.
 */
export function openReplica(options: ReplicaOptions): ReplicaForExchange {
  mkdirSync(options.directory, { recursive: true, mode: 0o700 });
  const lock = options.isLocked === true ? { release: () => undefined } : lockDirectory(options.directory);
  try {
    const database = (options.openFile ?? openDatabase)({
      path: join(options.directory, replicaFile),
      encryption: options.key === null ? { kind: 'none' } : { kind: 'sqlcipher', key: options.key },
      allowUnencryptedForTests: options.allowUnencryptedForTests ?? false,
    });
    try {
      buildIndexesAtOpening(database);
      migrate(database, migrations);
      const tables = tablesOf(database);
      database.immediately(() => {
        if (options.enrolment) rememberEnrolment(tables, options.enrolment);
        liftReplica(tables, options.kinds ?? kindTable, projections);
        rebuildNewProjections(tables, projections);
      });
      const close = (): void => {
        try {
          database.close();
        } finally {
          lock.release();
        }
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
  if (enrolment.certificate) tables.setMeta('certificates', [enrolment.certificate]);
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
    kinds: options.kinds ?? kindTable,
    sign: signerOf(deviceKey),
    isSignedHere: () => false,
    isSignedByCounty: verifierOf(countyKey),
    now: options.now ?? (() => new Date()),
    uptimeSeconds: options.uptimeSeconds ?? uptime,
    committed: () => listeners.forEach((listener) => listener()),
    stumbles: new Map(),
    disk: { ok: true },
  };
  takeUpKeys(core);
  showParked(core);
  const ownGap = gapHere(tables);
  let worksOnLittle = 0;
  const readsLately = new Map<string, number>();
  return {
    get identity() {
      return core.identity;
    },
    sign: (text) => core.sign(text),
    all: (sql, ...parameters) => tables.all(sql, ...parameters),
    get: (sql, ...parameters) => tables.get(sql, ...parameters),
    document: (kind, id) => tables.document(kind, id),
    save: (action, actor, decide) => save(core, action, actor, decide),
    correct: (actor, correcting) => correct(core, actor, correcting),
    noteRead: (read) => noteRead(core, readsLately, read),
    sealReads: () => sealReads(core),
    noteDoorEvents: (by, events) => noteDoorEvents(core, by, events),
    onCommit: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    epoch: () => tables.meta<string>('epoch') ?? null,
    cursors: () => cursorsOf(tables),
    scopes: () => tables.meta<string[]>('scopes') ?? [],
    submissions: (count, bytes) => waitingSubmissions(tables, count, bytes),
    submissionsForStick: (bytes) => waitingForStick(tables, bytes),
    apply: (answer, road) => applyAnswer(core, answer, road),
    scopesAfter: (answer, road) => scopesAfter(tables, answer, road),
    lineFacts: () => lineFactsOf(tables, ownGap),
    judgePurge: (order, nonceOfRequest) => judgePurge(core, order, nonceOfRequest),
    takeLease: (grant) => takeLease(core, grant),
    lookAtLease: () => lookAtLease(core),
    leaseNow: () => leaseNow(core),
    isSignedByCounty: (text, signature) => core.isSignedByCounty(text, signature),
    wantsLease: () => wantsLease(core),
    beginRekey: () => beginRekey(core),
    finishRekey: (certificate) => finishRekey(core, certificate),
    pedigree: () => ({ deviceId: core.identity.deviceId, certificates: [...certificatesOf(tables)], history: tables.meta<History>('history') ?? null }),
    sealForCounty: (content) => sealForCounty(core, content),
    openFromCounty: (file) => openFromCounty(core, file),
    copyTo: (path) => copyTo(database, join(options.directory, replicaFile), path),
    rewindTo: (history) => rewindTo(core, history),
    isWitness: () => typeof tables.meta<string | null>('witnessFor') === 'string',
    witnessIsHeard: () => tables.setMeta('witnessFor', null),
    formerContents: (after, limit) => formerContents(tables, after, limit),
    countyDocument: (id) => countyDocumentOf(tables, id),
    isDiskTaking: () => core.disk.ok,
    cursorsToAsk: (again) => (again ? cursorsBeforeDamage(tables) : cursorsOf(tables)),
    kindVersions: () => Object.fromEntries(Object.entries(core.kinds.rules).flatMap(([kind, { version }]) => (version === 1 ? [] : [[kind, version]]))),
    beginSnapshot: (scope, manifest) => beginSnapshot(core, scope, manifest),
    giveUpSnapshot: (scope) => giveUpSnapshot(core, scope),
    snapshots: () => takesOf(tables),
    partLength: (sha256) => partLength(tables, sha256),
    keepPart: (sha256, start, bytes) => keepPart(core, sha256, start, bytes),
    partBytes: (sha256) => partBytes(tables, sha256),
    dropParts: () => dropParts(core),
    applySnapshot: (signature, place, documents) => applySnapshot(core, signature, place, documents),
    keepSnapshot: () => core.database.endGroup(),
    buildIndexes: () => database.immediately(() => buildIndexes(database, tables)),
    isFirstSyncDone: () => tables.meta<boolean>('firstSyncDone') ?? false,
    firstSyncIsDone: () => firstSyncIsDone(core),
    isMoreAtCounty: () => tables.meta<boolean>('moreAtCounty') ?? false,
    noteMoreAtCounty: (isMore) => database.immediately(() => tables.setMeta('moreAtCounty', isMore)),
    attachments: attachmentFilesOf(core, sealedFilesIn(options.directory), options.attachmentQuotaBytes ?? defaultQuotaBytes),
    prove: (id) => prove(core, id),
    keepAside: (name, value) => keepAside(core, name, value),
    dump: (after, limit) => dumpPage(tables, after, limit),
    rebuildProjections: () => database.immediately(() => rebuildProjections(tables, projections)),
    useLittleMemory: (isLittle) => {
      const before = worksOnLittle;
      worksOnLittle = Math.max(0, before + (isLittle ? 1 : -1));
      if ((before > 0) !== (worksOnLittle > 0)) database.useCache(worksOnLittle > 0 ? 'small' : 'usual');
    },
    hasLittleMemory: (besides = 0) => worksOnLittle > besides,
    integrityCheck: () => String(database.pragma('integrity_check')),
    examineFile: () => examineFile(core),
    examineBundles: () => examineBundles(core),
    examineDocuments: () => examineDocuments(core),
    addUpScope: (scope) => addUpScope(tables, scope),
    membersOf: (scope, buckets) => membersOf(tables, scope, buckets),
    applyRepair: (scope, number, repair) => applyRepair(core, scope, number, repair),
    lastCheck: () => tables.meta<CheckReport>('lastCheck') ?? null,
    rememberCheck: (report) => tables.setMeta('lastCheck', report),
    close,
  };
}
