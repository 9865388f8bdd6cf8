import type { RepairResponse } from '@lianyi/schema/wire/repair';
import { cursorOf, putContent, scopeNumber, tryCarefully } from '../applyPage.ts';
import type { Round } from '../applyPage.ts';
import type { Core } from '../core.ts';
import { judgeContent } from '../countyContent.ts';
import { digestHex } from '../deviceKey.ts';
import { isOfThisEpoch } from '../epochs/witnesses.ts';
import { rebuildProjections } from '../projections/applyProjections.ts';
import { projections } from '../projections/index.ts';
import { showAgain } from '../showAgain.ts';
import type { Tables } from '../tables.ts';
import type { SentAgain } from './sendAgain.ts';
import { sendAgain } from './sendAgain.ts';

export interface Repaired {
  /** Contents taken from the county, whatever the local revision was. */
  readonly taken: number;
  /** Memberships ended, since the county has the document elsewhere. */
  readonly gone: number;
  /** Contents that did not match their hash: not taken. */
  readonly damaged: number;
  /** What the county does not know though it gave this PC its receipt for it. */
  readonly again: SentAgain;
}

/**
 * Takes a repair in, in one transaction. The county's word overrides the revision here; overlays stay on top. What the
 * county does not name stays, and goes to it again where this PC made it.
 * @returns null when the cursor of the scope has moved since the county was asked: nothing is taken then
 */
export function applyRepair(core: Core, scope: string, number: number, repair: RepairResponse): Repaired | null {
  const { tables } = core;
  if (repair.number !== number) return null;
  const repaired = tryCarefully((isCareful) => core.database.immediately((): Repaired | null => {
    if (cursorOf(tables, scope) !== number) return null;
    // Projections followed what had been shown before it was damaged: what they hold of it nobody can take back singly.
    const isRebuilding = repair.documents.some(({ id }) => isRotten(tables, id));
    const round: Round = {
      core: isRebuilding ? { ...core, project: () => undefined } : core,
      tables, touched: new Map(), damaged: new Set(), awaited: new Set(), lowered: new Set(), isAnyLowered: false, added: 0, mended: 0, isCareful,
    };
    const kinds = new Set([...repair.documents.map(({ kind }) => kind), ...repair.gone.flatMap((id) => tables.row(id)?.kind ?? [])]);
    for (const document of repair.documents) {
      const judged = judgeContent(document, core.kinds);
      if (judged.verdict === 'damaged') {
        round.damaged.add(document.id);
        continue;
      }
      forgetUnreadable(tables, document.id);
      putContent(round, document, judged);
      isOfThisEpoch(tables, document.id);
      const row = tables.row(document.id);
      if (row === undefined) continue;
      tables.run('INSERT OR IGNORE INTO membership (document, scope) VALUES (?, ?)', row.number, scopeNumber(tables, scope));
      tables.run('UPDATE document SET evict_due = 0 WHERE number = ?', row.number);
      tables.run('DELETE FROM refetch WHERE document_id = ?', document.id);
    }
    for (const id of repair.gone) {
      const row = tables.row(id);
      if (row === undefined) continue;
      tables.run('DELETE FROM membership WHERE document = ? AND scope = ?', row.number, scopeNumber(tables, scope));
      tables.run('UPDATE document SET evict_due = 1 WHERE number = ?', row.number);
      round.touched.set(id, null);
    }
    showAgain(round);
    if (isRebuilding) rebuildProjections(tables, projections.filter((projection) => projection.kinds.some((kind) => kinds.has(kind))));
    return { taken: repair.documents.length - round.damaged.size, gone: repair.gone.length, damaged: round.damaged.size, again: sendAgain(core, repair.unknown) };
  }));
  if (repaired !== null && repaired.taken + repaired.gone + repaired.again.bundles > 0) core.committed();
  return repaired;
}

/** Whether the content here is not that which was taken in. */
function isRotten(tables: Tables, id: string): boolean {
  const row = tables.get<{ hash: string; body: string | null }>(
    'SELECT lower(hex(hash)) AS hash, coalesce(base, shown) AS body FROM document WHERE id = ? AND revision > 0 AND id NOT IN (SELECT document_id FROM parked)', id,
  );
  return row !== undefined && row.body !== null && digestHex(row.body) !== row.hash;
}

/** What is no JSON any more cannot be what projections start from. */
export function forgetUnreadable(tables: Tables, id: string): void {
  tables.run('UPDATE document SET base = NULL, shown = NULL WHERE id = ? AND shown IS NOT NULL AND NOT json_valid(shown)', id);
}
