import { auditHead } from './auditLog.ts';
import { bundlesAtLinks, bundlesById, dueReceipts, insertBundles, quarantinedBundles, recordCorrections, recordRelease, recordTold, settleBundles, waitingBundles } from './bundles.ts';
import { bucketMembers, knownDocumentIds, recordCheck, scopeNumbers, scopeSums } from './checksums.ts';
import type { Database, Tx } from './database.ts';
import { devicePolicy } from './devicePolicy.ts';
import { chainHeads, isStolen, lockChain, recordFork, recordHeard, recordPurgeOrder, recordSaveNumber, recordStick, writeChainHeads } from './devices.ts';
import { projectDirectory } from './directory.ts';
import { addDispensed, dispensedOf } from './dispensed.ts';
import { dispensesOf } from './dispenses.ts';
import { lockDocuments, lockPatients, writeDocuments } from './documents.ts';
import type { ExchangeStore, ExchangeTransaction } from './exchangeStore.ts';
import { linkIdsOf, patientsOfLinks } from './links.ts';
import { inTransaction } from './inTransaction.ts';
import { lostLinks, recordLost } from './lostLinks.ts';
import { originsOf, writeOrigins } from './origins.ts';
import { changeMemberships, homesOf, patientsOf, recordPassages, recordsOf } from './patientHomes.ts';
import { within } from './reach.ts';
import { appendLog, documentStates, entriesAfter, takeNumbers } from './scopeLog.ts';
import { lockBalances, writeBalances } from './stock.ts';
import { putSinceFork, witnessedOf, writeWitnessed } from './witnesses.ts';

/** The exchange's store on PostgreSQL. @param atEnd the last step of each transaction, such as its entry in the audit; it hears what came of the others */
export const postgresStore = (db: Database, atEnd?: (tx: Tx, worked: unknown) => Promise<void>): ExchangeStore => ({
  transaction: async (work) => inTransaction(db, async (tx) => {
    const worked = await work(transactionOn(tx));
    await atEnd?.(tx, worked);
    return worked;
  }),
  snapshot: async (scopes, work) => within(db, { scopes }, async (read) => work({
    entriesAfter: async (...asked) => entriesAfter(read, ...asked),
    documentStates: async (...asked) => documentStates(read, ...asked),
    scopeSums: async (asked) => scopeSums(read, asked),
    bucketMembers: async (...asked) => bucketMembers(read, ...asked),
  })),
  knownDocumentIds: async (ids) => knownDocumentIds(db, ids),
  recordHeard: async (...heard) => recordHeard(db, ...heard),
  recordStick: async (...said) => recordStick(db, ...said),
  recordFork: async (deviceId) => recordFork(db, deviceId),
  recordPurgeOrder: async (...order) => recordPurgeOrder(db, ...order),
  leaseDays: async () => (await devicePolicy(db)).leaseDays,
  dueReceipts: async (...asked) => dueReceipts(db, ...asked),
  recordTold: async (...told) => recordTold(db, ...told),
  scopeNumbers: async (scopes) => scopeNumbers(db, scopes),
  chainHeads: async (deviceId) => chainHeads(db, deviceId),
  recordCheck: async (...check) => recordCheck(db, ...check),
});

/** For what is written in a transaction of the caller's, together with other things. */
export const transactionOn = (tx: Tx): ExchangeTransaction => ({
  lockChain: async (deviceId) => lockChain(tx, deviceId),
  isStolen: async (deviceId) => isStolen(tx, deviceId),
  writeChainHeads: async (...heads) => writeChainHeads(tx, ...heads),
  recordSaveNumber: async (...saved) => recordSaveNumber(tx, ...saved),
  lostLinks: async (deviceId) => lostLinks(tx, deviceId),
  recordLost: async (row) => recordLost(tx, row),
  bundlesAtLinks: async (...asked) => bundlesAtLinks(tx, ...asked),
  bundlesById: async (ids) => bundlesById(tx, ids),
  waitingBundles: async (deviceId) => waitingBundles(tx, deviceId),
  quarantinedBundles: async (...asked) => quarantinedBundles(tx, ...asked),
  insertBundles: async (rows) => insertBundles(tx, rows),
  settleBundles: async (rows) => settleBundles(tx, rows),
  recordCorrections: async (...corrections) => recordCorrections(tx, ...corrections),
  recordRelease: async (row) => recordRelease(tx, row),
  lockPatients: async (...ids) => lockPatients(tx, ...ids),
  patientsOf: async (ids) => patientsOf(tx, ids),
  recordsOf: async (ids) => recordsOf(tx, ids),
  homesOf: async (ids) => homesOf(tx, ids),
  linkIdsOf: async (ids) => linkIdsOf(tx, ids),
  patientsOfLinks: async (ids) => patientsOfLinks(tx, ids),
  changeMemberships: async (...changes) => changeMemberships(tx, ...changes),
  recordPassages: async (passages) => recordPassages(tx, passages),
  lockDocuments: async (ids) => lockDocuments(tx, ids),
  writeDocuments: async (rows) => writeDocuments(tx, rows),
  originsOf: async (ids) => originsOf(tx, ids),
  writeOrigins: async (rows) => writeOrigins(tx, rows),
  lockBalances: async (lots) => lockBalances(tx, lots),
  writeBalances: async (rows) => writeBalances(tx, rows),
  dispensedOf: async (ids) => dispensedOf(tx, ids),
  addDispensed: async (rows) => addDispensed(tx, rows),
  dispensesOf: async (ids) => dispensesOf(tx, ids),
  projectDirectory: async (...directory) => projectDirectory(tx, ...directory),
  witnessedOf: async (ids) => witnessedOf(tx, ids),
  writeWitnessed: async (rows) => writeWitnessed(tx, rows),
  putSinceFork: async (...asked) => putSinceFork(tx, ...asked),
  auditHead: async () => auditHead(tx),
  takeNumbers: async (...wanted) => takeNumbers(tx, ...wanted),
  appendLog: async (rows) => appendLog(tx, rows),
});
