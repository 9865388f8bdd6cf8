import { sql } from 'kysely';
import { jsonHash } from '@lianyi/schema/basics/digest';
import type { AuditHead, Receipt } from '@lianyi/schema/wire/exchange';
import { receiptToSign } from '@lianyi/schema/wire/exchange';
import type { AuditEntry } from '../store/auditLog.ts';
import { auditEntries, auditHash, auditToSign } from '../store/auditLog.ts';
import type { Database, Tx } from '../store/database.ts';
import { onSnapshot } from '../store/inTransaction.ts';
import { isSignedBy } from './countyKey.ts';

/**
 * `altered`: an entry does not say what was signed. `chain`: it does not follow the one before it, one was taken out, put
 * in or moved. `end`: a receipt that the county has signed names an entry that is not there any more. `explanation`: what
 * was written when a glass was broken is not what the chain says of it.
 */
export type AuditFault = 'altered' | 'chain' | 'end' | 'explanation';

export interface AuditExamined {
  readonly entries: number;
  /** What an auditor compares with what was noted elsewhere: entries that were cut off after the last receipt show in nothing else. */
  readonly last: AuditHead | null;
  /** Each with the number of the entry, or of the first that is missing. */
  readonly faults: readonly { readonly number: number; readonly fault: AuditFault }[];
}

/** Goes over the whole audit on one snapshot. @param publicKey the county's, from its key's file: the one in the database may have been changed with the rest */
export async function examineAudit(db: Database, publicKey: string): Promise<AuditExamined> {
  return onSnapshot(db, async (tx) => {
    const faults: { number: number; fault: AuditFault }[] = [];
    const hashes = new Map<number, string>();
    let last: AuditEntry | null = null;
    for await (const entry of auditEntries(tx)) {
      const hash = auditHash(entry);
      if (hash !== entry.hash || !isSignedBy(publicKey, auditToSign(hash), entry.signature)) faults.push({ number: entry.number, fault: 'altered' });
      if (entry.number !== (last?.number ?? 0) + 1 || entry.previous !== (last?.hash ?? '')) faults.push({ number: entry.number, fault: 'chain' });
      hashes.set(entry.number, entry.hash);
      last = entry;
    }
    for (const head of await headsInReceipts(tx, publicKey)) if (hashes.get(head.number) !== head.hash) faults.push({ number: head.number, fault: 'end' });
    for (const number of await changedExplanations(tx)) faults.push({ number, fault: 'explanation' });
    return { entries: hashes.size, last: last === null ? null : { number: last.number, hash: last.hash }, faults: faults.toSorted((a, b) => a.number - b.number) };
  });
}

/** What receipts say stood last, each number once; a receipt that is not the county's says nothing here. */
async function headsInReceipts(tx: Tx, publicKey: string): Promise<readonly { readonly number: number; readonly hash: string }[]> {
  const { rows } = await sql<{ receipt: Receipt }>`
    select distinct on ((receipt -> 'audit' ->> 'number')::bigint, receipt -> 'audit' ->> 'hash') receipt from bundle where receipt -> 'audit' is not null`.execute(tx);
  return rows.flatMap(({ receipt }) => (receipt.audit && isSignedBy(publicKey, receiptToSign(receipt), receipt.signature) ? [receipt.audit] : []));
}

/** A glass that was broken has its opening with the words that the chain has the hash of; one without an entry was put in. */
async function changedExplanations(tx: Tx): Promise<readonly number[]> {
  const entries = await tx.selectFrom('auditEntry').select(['number', 'userId', 'patientIds', 'detail']).where('action', '=', 'glass.open').execute();
  const openings = await tx.selectFrom('glassOpening').select(['userId', 'patientId', 'reason', 'explanation']).execute();
  const key = (userId: string | null, patientId: string | undefined, reason: unknown, hash: unknown): string => [userId, patientId, reason, hash].join(' ');
  const told = new Map(entries.map(({ number, userId, patientIds, detail }) => [key(userId, patientIds[0], detail['reason'], detail['textHash']), number]));
  const shown = new Set(openings.map(({ userId, patientId, reason, explanation }) => key(userId, patientId, reason, jsonHash(explanation))));
  return [...[...told].filter(([one]) => !shown.has(one)).map(([, number]) => number), ...[...shown].filter((one) => !told.has(one)).map(() => 0)];
}
