import { canonicalJson } from '@lianyi/schema/basics/canonicalJson';
import type { AnyDocument } from '@lianyi/schema/documents/kinds';
import type { Core } from '../core.ts';
import { digestHex } from '../deviceKey.ts';
import { openReviewsAbout, overlayReader, withOverlays } from '../overlays.ts';
import { forgetUnreadable } from '../repair/applyRepair.ts';
import { showAgain } from '../showAgain.ts';
import type { Finding } from './finding.ts';
import { findingsOf } from './finding.ts';

const sliceSize = 200;

interface Row {
  readonly number: number;
  readonly id: string;
  readonly revision: number;
  readonly hash: string | null;
  readonly base: string | null;
  readonly shown: string | null;
  readonly is_parked: number;
}

/** Whether the county's content is what was taken in, and what is shown is that with the overlays on top. */
export function* checkDocuments(core: Core): Generator<void, readonly Finding[]> {
  const { tables, database } = core;
  const overlaysOf = overlayReader(tables);
  const counts = { contentDamaged: 0, shownWrong: 0, nobodysDocument: 0 };
  let looked = 0;
  for (let after = 0; ; ) {
    const rows = tables.all<Row>(
      `SELECT number, id, revision, lower(hex(hash)) AS hash, base, shown, EXISTS (SELECT 1 FROM parked WHERE document_id = id) AS is_parked
         FROM document WHERE number > ? ORDER BY number LIMIT ?`, after, sliceSize,
    );
    const last = rows.at(-1);
    if (last === undefined) break;
    after = last.number;
    looked += rows.length;
    const wrong = rows.flatMap((row) => {
      const fault = faultOf(row);
      if (fault === null) return [];
      counts[fault] += 1;
      return fault === 'shownWrong' ? [row.id] : [];
    });
    if (wrong.length > 0) {
      database.immediately(() => {
        for (const id of wrong) forgetUnreadable(tables, id);
        showAgain({ core, tables, touched: new Map(wrong.map((id) => [id, null])), isCareful: true });
      });
    }
    yield;
  }
  return findingsOf('documents', looked, counts);

  function faultOf({ id, revision, hash, base, shown, is_parked: isParked }: Row): keyof typeof counts | null {
    // What is parked shows what was understood last, with own changes; its content is looked at when it is compared.
    if (isParked === 1) return null;
    const overlays = overlaysOf(id);
    const own = revision > 0 ? (base ?? shown) : null;
    if (revision > 0 && (own === null || digestHex(own) !== hash)) return 'contentDamaged';
    if (overlays.length === 0) return own === null ? 'nobodysDocument' : shown === own ? null : 'shownWrong';
    const expected = withOverlays(own === null ? null : (JSON.parse(own) as AnyDocument), overlays, openReviewsAbout(tables, id), core.kinds);
    return shown === canonicalJson(expected) ? null : 'shownWrong';
  }
}
