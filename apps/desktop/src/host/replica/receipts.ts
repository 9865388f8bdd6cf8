import type { Receipt } from '@lianyi/schema/wire/exchange';
import { receiptToSign } from '@lianyi/schema/wire/exchange';
import type { Core } from './core.ts';

/**
 * Takes the county's answer about an own bundle: held from now on. Accepted and merged ones settle when the cursors
 * reach the receipt's numbers in the followed scopes; a quarantined one stays on top, marked.
 * @returns false when it is not the county's, or not about this bundle as it was sealed: it counts for nothing then.
 */
export function takeReceipt(core: Core, receipt: Receipt, followed: ReadonlySet<string>): boolean {
  const { tables } = core;
  const bundle = tables.get<{ save_number: number; body_hash: string; link_hash: string; outcome: string | null; state: string }>(
    'SELECT save_number, body_hash, link_hash, outcome, state FROM bundle WHERE id = ?', receipt.bundleId,
  );
  if (bundle === undefined || bundle.body_hash !== receipt.bodyHash || bundle.link_hash !== receipt.linkHash) return false;
  if (!core.isSignedByCounty(receiptToSign(receipt), receipt.signature)) return false;

  // The county has not what comes before it. If it gave its receipt for that, it has lost it: it gets it again;
  // if of that one, too, it lacks what comes before, it gets that as well.
  if (receipt.reason === 'predecessorMissing' && (bundle.outcome === null || bundle.state === 'waiting')) {
    tables.run(
      "UPDATE bundle SET state = 'waiting' WHERE (lane, link_number + 1) IN (SELECT lane, link_number FROM bundle WHERE save_number = ?) AND state = 'held' AND outcome <> 'waiting'", bundle.save_number,
    );
  }

  // An answer that was long on its way takes nothing back.
  if (receipt.outcome === 'waiting' && bundle.outcome !== null) return true;
  if (receipt.outcome === 'quarantined' && (bundle.outcome === 'accepted' || bundle.outcome === 'merged')) return true;

  const isIncluded = receipt.outcome === 'accepted' || receipt.outcome === 'merged';
  const awaited = Object.fromEntries(Object.entries(receipt.numbers).filter(([scope]) => followed.has(scope)));
  tables.run(
    "UPDATE bundle SET state = 'held', outcome = ?, receipt = ?, settles_at = ? WHERE save_number = ?",
    receipt.outcome, JSON.stringify(receipt), isIncluded ? JSON.stringify(awaited) : null, bundle.save_number,
  );
  if (isIncluded) tables.run('DELETE FROM maker WHERE save_number = ?', bundle.save_number);
  return true;
}
