import type { BundleBody } from '@lianyi/schema/documents/bundle';
import type { History } from '@lianyi/schema/wire/epochs';
import { forkNumbersOf, historyToSign } from '@lianyi/schema/wire/epochs';
import type { Core } from '../core.ts';
import { showAgain } from '../showAgain.ts';
import type { Tables } from '../tables.ts';

export type Rewound = 'rewound' | 'foreign' | 'unsigned';

/**
 * Goes over to the history of a county that was restored, if the county's signature says that it goes back to ours:
 * the cursors return to where the two part, and every bundle after the county's last link of our chain waits again,
 * its effects on top. Contents stay until the county has heard what they bear witness to.
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
    tables.setMeta('witnessFor', epoch);
    for (const { scope, number } of tables.all<{ scope: string; number: number }>('SELECT scope, number FROM cursor')) {
      tables.run('UPDATE cursor SET number = ? WHERE scope = ?', Math.min(number, fork[scope] ?? 0), scope);
    }
    tables.run('DELETE FROM refetch');
    tables.run('INSERT OR IGNORE INTO former_content (document_id) SELECT id FROM document WHERE revision > 0');
    const touched = new Map<string, null>();
    for (const lane of ['routine', 'urgent'] as const) {
      const unheld = tables.all<Unheld>('SELECT save_number, body FROM bundle WHERE lane = ? AND link_number > ? ORDER BY save_number', lane, history.heads[lane] ?? 0);
      for (const bundle of unheld) waitAgain(tables, bundle, epoch, touched);
    }
    showAgain({ core, tables, touched, isCareful: true });
  });
  core.committed();
  return 'rewound';
}

interface Unheld {
  readonly save_number: number;
  readonly body: string;
}

function waitAgain(tables: Tables, { save_number: saveNumber, body }: Unheld, epoch: string, touched: Map<string, null>): void {
  tables.run('INSERT OR IGNORE INTO former_receipt (save_number, epoch, receipt) SELECT save_number, ?, receipt FROM bundle WHERE save_number = ? AND receipt IS NOT NULL', epoch, saveNumber);
  tables.run("UPDATE bundle SET state = 'waiting', outcome = NULL, receipt = NULL, settles_at = NULL WHERE save_number = ?", saveNumber);
  for (const write of (JSON.parse(body) as BundleBody).writes) {
    const id = write.op === 'create' ? write.document.id : write.id;
    // What has left this PC meanwhile has nothing here that the bundle could lie on.
    if (tables.row(id) === undefined) continue;
    tables.run('INSERT OR IGNORE INTO overlay (document_id, save_number) VALUES (?, ?)', id, saveNumber);
    for (const unit of write.op === 'create' ? [''] : write.changes.map((change) => change.unit)) {
      tables.run(
        'INSERT INTO maker (document_id, unit, save_number) VALUES (?, ?, ?) ON CONFLICT (document_id, unit) DO UPDATE SET save_number = max(save_number, excluded.save_number)',
        id, unit, saveNumber,
      );
    }
    touched.set(id, null);
  }
}
