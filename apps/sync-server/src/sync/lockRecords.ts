import type { ExchangeTransaction } from '../store/exchangeStore.ts';

/** Whose memberships change with what is to be judged. */
export interface RecordsAsked {
  readonly patientIds: readonly string[];
  /** Patients whose records move. */
  readonly movingIds: readonly string[];
  /** Patients whose records are linked or parted. */
  readonly linkedIds: readonly string[];
}

export interface LockedRecords {
  /** Every document of the records that move, of those they are linked with, and of those that are linked or parted. */
  readonly recordIds: readonly string[];
  /** The links of all patients asked for. */
  readonly linkIds: readonly string[];
  /** The patients asked for, and those whom these links name. */
  readonly patientIds: readonly string[];
}

/** Locks the patients, and finds what is theirs: nothing is added to it, and nobody's home changes, until the transaction ends. */
export async function lockRecords(tx: ExchangeTransaction, { patientIds, movingIds, linkedIds }: RecordsAsked): Promise<LockedRecords> {
  const before = await partnersOf(tx, movingIds);
  const changing = new Set([...movingIds, ...linkedIds, ...before]);
  await tx.lockPatients(patientIds, [...changing]);
  // One that was linked while we waited is locked out of order: a deadlock is tried again.
  const late = (await partnersOf(tx, movingIds)).filter((id) => !changing.has(id));
  await tx.lockPatients([], late);
  const recordIds = await tx.recordsOf([...changing, ...late]);
  const asked = [...new Set([...patientIds, ...changing, ...late])];
  const linkIds = await tx.linkIdsOf(asked);
  return { recordIds, linkIds, patientIds: [...new Set([...asked, ...(await tx.patientsOfLinks(linkIds))])] };
}

const partnersOf = async (tx: ExchangeTransaction, patientIds: readonly string[]): Promise<readonly string[]> =>
  (patientIds.length === 0 ? [] : tx.patientsOfLinks(await tx.linkIdsOf(patientIds)));
