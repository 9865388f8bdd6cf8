import type { BundleBody } from '@lianyi/schema/documents/bundle';
import type { History } from '@lianyi/schema/wire/history';
import { forkNumbersOf, historyToSign } from '@lianyi/schema/wire/history';
import type { Lane } from '@lianyi/schema/wire/exchange';
import type { Core } from '../core.ts';
import { showAgain } from '../showAgain.ts';
import type { Tables } from '../tables.ts';

export type Rewound = 'rewound' | 'foreign' | 'unsigned';

/**
 * Goes over to the history of a county that was restored, if the county's signature says that it goes back to ours:
 * the cursors return to where the two part, and every bundle after the county's last link of our chain waits again,
 * its effects on top; so does one that was taken in after they part, which this county may hold and not have taken in.
 * Contents stay until the county has heard what they bear witness to.
 * @returns `foreign` when the county's history does not go back to ours: the exchange stops and a person decides; `unsigned`
 *   when it is not the county's word, or came damaged: it counts for nothing, and is asked for again
 */
export function rewindTo(core: Core, history: History): Rewound {
  const { tables, database } = core;
  const epoch = tables.meta<string>('epoch');
  if (epoch === undefined || history.deviceId !== core.identity.deviceId || !core.isSignedByCounty(historyToSign(history), history.signature)) return 'unsigned';
  const fork = forkNumbersOf(history, epoch);
  if (fork === null) return 'foreign';
  database.immediately(() => {
    tables.setMeta('epoch', history.epoch);
    tables.setMeta('history', history);
    tables.setMeta('witnessFor', epoch);
    for (const { scope, number } of tables.all<{ scope: string; number: number }>('SELECT scope, number FROM cursor')) {
      tables.run('UPDATE cursor SET number = ? WHERE scope = ?', Math.min(number, fork[scope] ?? 0), scope);
    }
    tables.run('DELETE FROM refetch');
    tables.run('INSERT OR IGNORE INTO former_content (document_id) SELECT id FROM document WHERE revision > 0');
    const touched = new Map<string, null>();
    for (const lane of ['routine', 'urgent'] as const) {
      const lost = tables.all<Lost>(
        `SELECT b.save_number, b.body, b.link_hash, coalesce(own.place, b.save_number) AS place, c.save_number IS NOT NULL AS is_corrected
           FROM bundle b LEFT JOIN correction own ON own.by_save_number = b.save_number LEFT JOIN correction c ON c.save_number = b.save_number
          WHERE b.lane = ? AND (b.link_number > ? OR EXISTS (
            SELECT 1 FROM json_each(b.receipt, '$.numbers') n WHERE n.value > coalesce((SELECT f.value FROM json_each(?) f WHERE f.key = n.key), 0)))
          ORDER BY place`,
        lane, history.heads[lane] ?? 0, JSON.stringify(fork),
      );
      for (const bundle of lost) waitAgain(core, bundle, epoch, touched);
    }
    showAgain({ core, tables, touched, isCareful: true });
  });
  core.committed();
  return 'rewound';
}

/** A bundle that the county has lost, or has lost the outcome of. */
export interface Lost {
  readonly save_number: number;
  readonly body: string;
  readonly link_hash: string;
  /** Where it lies on the documents. */
  readonly place: number;
  /** Its correction lies in its place. */
  readonly is_corrected: number;
}

/** What this PC holds as answered from a number of the lane on, in the order in which it lies on the documents. */
export const lostBundles = (tables: Tables, lane: Lane, from: number): readonly Lost[] => tables.all<Lost>(
  `SELECT b.save_number, b.body, b.link_hash, coalesce(own.place, b.save_number) AS place, c.save_number IS NOT NULL AS is_corrected
     FROM bundle b LEFT JOIN correction own ON own.by_save_number = b.save_number LEFT JOIN correction c ON c.save_number = b.save_number
    WHERE b.lane = ? AND b.link_number >= ? AND b.state = 'held' ORDER BY place`,
  lane, from,
);

export function waitAgain({ tables, sign }: Core, { save_number: saveNumber, body, link_hash: linkHash, place, is_corrected: isCorrected }: Lost, epoch: string, touched: Map<string, null>): void {
  tables.run('INSERT OR IGNORE INTO former_receipt (save_number, epoch, receipt) SELECT save_number, ?, receipt FROM bundle WHERE save_number = ? AND receipt IS NOT NULL', epoch, saveNumber);
  // Signed again: what the county lost the end of may have been signed under a key that this PC had before.
  tables.run("UPDATE bundle SET state = 'waiting', signature = ?, outcome = NULL, receipt = NULL, settles_at = NULL WHERE save_number = ?", sign(linkHash), saveNumber);
  if (isCorrected === 1) return;
  for (const write of (JSON.parse(body) as BundleBody).writes) {
    const id = write.op === 'create' ? write.document.id : write.id;
    // What has left this PC meanwhile has nothing here that the bundle could lie on.
    if (tables.row(id) === undefined) continue;
    tables.run('INSERT OR IGNORE INTO overlay (document_id, save_number, place) VALUES (?, ?, ?)', id, saveNumber, place === saveNumber ? null : place);
    for (const unit of write.op === 'create' ? [''] : write.changes.map((change) => change.unit)) {
      tables.run(
        `INSERT INTO maker (document_id, unit, save_number) VALUES (?, ?, ?) ON CONFLICT (document_id, unit) DO UPDATE SET save_number = excluded.save_number
          WHERE coalesce((SELECT c.place FROM correction c WHERE c.by_save_number = maker.save_number), maker.save_number) < ?`,
        id, unit, saveNumber, place,
      );
    }
    touched.set(id, null);
  }
}
