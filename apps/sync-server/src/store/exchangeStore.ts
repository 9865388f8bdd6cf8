import type { Organisation, Person } from '@lianyi/schema/documents/county';
import type { Lot } from '@lianyi/schema/documents/stock';
import type { Ancestor } from '@lianyi/schema/wire/history';
import type { AuditHead, ChainLink, Receipt } from '@lianyi/schema/wire/exchange';
import type { BundleRow, CorrectionRow, KnownBundle, LinkRow, ReleaseRow, SettlementRow, WaitingRow } from './bundles.ts';
import type { BucketMember, DeviceRepair, ScopeSums } from './checksums.ts';
import type { ChainHeads, Heard, StickSaid } from './devices.ts';
import type { DispensedByPrescription, DispensedRow } from './dispensed.ts';
import type { DispenseRow } from './dispenses.ts';
import type { DocumentRow, HeldById } from './documents.ts';
import type { LostLinks, LostLinksRow } from './lostLinks.ts';
import type { OriginRow, Origins } from './origins.ts';
import type { MembershipChange, Passage, PatientHomes } from './patientHomes.ts';
import type { DocumentState, LogEntryRow, LogRow, NumbersWanted, NumbersTaken } from './scopeLog.ts';
import type { Balance, LotKey } from './stock.ts';
import type { SinceFork, WitnessedRow } from './witnesses.ts';

/**
 * What the exchange asks of its database, and nothing else: the engine runs on PostgreSQL (`postgresStore.ts`), and in
 * the simulation on a store in memory that keeps the same promises. What each function does stands at its PostgreSQL side.
 */
export interface ExchangeStore {
  /** One transaction; it is tried again from the start after a deadlock or a collision, so `work` must not remember. */
  transaction<T>(work: (tx: ExchangeTransaction) => Promise<T>): Promise<T>;
  /** Reads of one moment, for a PC that may see these scopes: of others there is nothing, whatever is asked. */
  snapshot<T>(scopes: Iterable<string>, work: (read: ExchangeReader) => Promise<T>): Promise<T>;
  knownDocumentIds(ids: readonly string[]): Promise<ReadonlySet<string>>;
  recordHeard(deviceId: string, heard: Heard): Promise<void>;
  recordStick(deviceId: string, said: StickSaid): Promise<void>;
  recordFork(deviceId: string): Promise<void>;
  recordPurgeOrder(deviceId: string, nonce: string): Promise<void>;
  /** Days that a PC may be opened without having heard from the county. */
  leaseDays(): Promise<number>;
  dueReceipts(deviceId: string, nonceOfRequest: string): Promise<readonly Receipt[]>;
  recordTold(deviceId: string, linkHashes: readonly string[], nonceOfAnswer: string): Promise<void>;
  scopeNumbers(scopes: readonly string[]): Promise<ReadonlyMap<string, number>>;
  chainHeads(deviceId: string): Promise<ChainHeads>;
  recordCheck(deviceId: string, at: Date, repair: DeviceRepair | null): Promise<void>;
}

export interface ExchangeReader {
  entriesAfter(cursors: ReadonlyMap<string, number>, limitPerScope: number): Promise<readonly LogEntryRow[]>;
  documentStates(ids: readonly string[], scopes: readonly string[]): Promise<readonly DocumentState[]>;
  scopeSums(scopes: readonly string[]): Promise<ReadonlyMap<string, ScopeSums>>;
  bucketMembers(scope: string, buckets: readonly number[]): Promise<{ readonly number: number; readonly members: readonly BucketMember[] }>;
}

/** Locks are taken in this order: the device's chain, patients, documents, lots, and last the scopes' counters. */
export interface ExchangeTransaction {
  lockChain(deviceId: string): Promise<ChainHeads>;
  /** With the chain locked: whether it has been reported. */
  isStolen(deviceId: string): Promise<boolean>;
  writeChainHeads(deviceId: string, heads: ChainHeads): Promise<void>;
  recordSaveNumber(deviceId: string, saveNumber: number): Promise<void>;
  lostLinks(deviceId: string): Promise<readonly LostLinks[]>;
  recordLost(row: LostLinksRow): Promise<void>;
  bundlesAtLinks(deviceIds: readonly string[], links: readonly ChainLink[]): Promise<readonly LinkRow[]>;
  bundlesById(ids: readonly string[]): Promise<ReadonlyMap<string, KnownBundle>>;
  waitingBundles(deviceId: string): Promise<readonly WaitingRow[]>;
  quarantinedBundles(deviceId: string, claimedIds: readonly string[]): Promise<readonly WaitingRow[]>;
  insertBundles(rows: readonly BundleRow[]): Promise<void>;
  settleBundles(rows: readonly SettlementRow[]): Promise<void>;
  recordCorrections(deviceId: string, rows: readonly CorrectionRow[]): Promise<void>;
  recordRelease(row: ReleaseRow): Promise<void>;
  lockPatients(patientIds: readonly string[], exclusiveIds: readonly string[]): Promise<void>;
  patientsOf(documentIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
  recordsOf(patientIds: readonly string[]): Promise<readonly string[]>;
  homesOf(patientIds: readonly string[]): Promise<PatientHomes>;
  linkIdsOf(patientIds: readonly string[]): Promise<readonly string[]>;
  patientsOfLinks(linkIds: readonly string[]): Promise<readonly string[]>;
  changeMemberships(begun: readonly MembershipChange[], ended: readonly MembershipChange[]): Promise<void>;
  recordPassages(passages: readonly Passage[]): Promise<void>;
  lockDocuments(ids: readonly string[]): Promise<HeldById>;
  writeDocuments(rows: readonly DocumentRow[]): Promise<void>;
  originsOf(documentIds: readonly string[]): Promise<Origins>;
  writeOrigins(rows: readonly OriginRow[]): Promise<void>;
  lockBalances(lots: readonly Lot[]): Promise<ReadonlyMap<LotKey, Balance>>;
  writeBalances(rows: readonly (Balance & { readonly lot: Lot })[]): Promise<void>;
  dispensedOf(prescriptionIds: readonly string[]): Promise<DispensedByPrescription>;
  addDispensed(rows: readonly DispensedRow[]): Promise<void>;
  dispensesOf(prescriptionIds: readonly string[]): Promise<readonly DispenseRow[]>;
  projectDirectory(organisations: readonly Organisation[], people: readonly Person[]): Promise<void>;
  witnessedOf(ids: readonly string[]): Promise<ReadonlyMap<string, WitnessedRow>>;
  writeWitnessed(rows: readonly WitnessedRow[]): Promise<void>;
  putSinceFork(fork: Ancestor, ids: readonly string[]): Promise<ReadonlyMap<string, SinceFork>>;
  auditHead(): Promise<AuditHead | null>;
  takeNumbers(wanted: NumbersWanted, positions: number): Promise<NumbersTaken>;
  appendLog(rows: readonly LogRow[]): Promise<void>;
}
