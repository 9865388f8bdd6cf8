import type { Receipt } from '@lianyi/schema/wire/exchange';
import { receiptToSign } from '@lianyi/schema/wire/exchange';
import type { Core } from '../core.ts';
import type { Finding } from './finding.ts';
import { findingsOf } from './finding.ts';

/**
 * Whether each bundle that counts as held has the county's receipt for it. One that has not waits again: the county
 * answers a repeat with the outcome that it stored.
 */
export function checkReceipts({ tables, database, isSignedByCounty }: Core): readonly Finding[] {
  const missing: number[] = [];
  const foreign: number[] = [];
  let looked = 0;
  let held = 0;
  for (const row of tables.iterate<{ save_number: number; state: string; body_hash: string; link_hash: string; receipt: string | null }>(
    'SELECT save_number, state, body_hash, link_hash, receipt FROM bundle',
  )) {
    looked += 1;
    if (row.state !== 'held') continue;
    held += 1;
    if (row.receipt === null) {
      missing.push(row.save_number);
      continue;
    }
    const receipt = JSON.parse(row.receipt) as Receipt;
    const isAboutIt = receipt.bodyHash === row.body_hash && receipt.linkHash === row.link_hash;
    if (!isAboutIt || !isSignedByCounty(receiptToSign(receipt), receipt.signature)) foreign.push(row.save_number);
  }
  if (missing.length + foreign.length > 0) {
    database.immediately(() => {
      for (const saveNumber of [...missing, ...foreign]) tables.run("UPDATE bundle SET state = 'waiting', outcome = NULL, receipt = NULL WHERE save_number = ?", saveNumber);
    });
  }
  return [
    ...findingsOf('outbox', looked, { heldWithoutReceipt: missing.length }),
    ...findingsOf('receipts', held, { receiptForeign: foreign.length }),
  ];
}
