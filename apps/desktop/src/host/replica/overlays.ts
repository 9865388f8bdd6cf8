import type { BundleBody, Write } from '@lianyi/schema/documents/bundle';
import type { AnyDocument, KindTable } from '@lianyi/schema/documents/kinds';
import { isKind } from '@lianyi/schema/documents/kinds';
import { liftWrite } from '@lianyi/schema/documents/lifting';
import type { Review } from '@lianyi/schema/documents/review';
import type { Author } from '@lianyi/schema/merge/policy';
import { mergeChanges } from '@lianyi/schema/merge/mergeChanges';
import type { Tables } from './tables.ts';

/** What one own bundle does to one document. */
export interface OverlayWrite {
  readonly author: Author;
  readonly write: Write;
}

/**
 * The document as this PC shows it: the county's with the unsettled own bundles merged on top, in the order they were
 * saved, a correction where the one that it corrects lay, by the very function with which the county will merge them.
 * Null when there is neither. Bundles that were saved before an upgrade are lifted as the county lifts them; one that is
 * too old for that lies in quarantine, and not on top.
 */
export function withOverlays(base: AnyDocument | null, overlays: readonly OverlayWrite[], openReviews: readonly Review[], kinds: KindTable): AnyDocument | null {
  let document = base;
  let reviews = openReviews;
  for (const { write: written, author } of overlays) {
    const lifted = isKind(written.kind) ? liftWrite(written, written.kind, document, kinds) : null;
    if (lifted?.ok !== true) continue;
    const { write } = lifted;
    if (write.op === 'create') {
      document ??= write.document as unknown as AnyDocument;
      continue;
    }
    if (document === null) continue;
    const merged = mergeChanges({ theirs: document, changes: write.changes, author, openReviews: reviews, originOf: () => null }, kinds);
    if (!merged.ok) continue;
    document = merged.document;
    const amended = new Set(merged.reviews.map((review) => review.id));
    reviews = [...reviews.filter((review) => !amended.has(review.id)), ...merged.reviews];
  }
  return document;
}

/** Reads overlays, keeping the bundles that it has parsed: one bundle often lies on many documents. */
export function overlayReader(tables: Tables): (documentId: string) => readonly OverlayWrite[] {
  const bodies = new Map<number, Map<string, OverlayWrite>>();
  const bodyOf = (saveNumber: number): Map<string, OverlayWrite> => {
    const known = bodies.get(saveNumber);
    if (known) return known;
    if (bodies.size > 64) bodies.clear();
    const row = tables.get<{ body: string }>('SELECT body FROM bundle WHERE save_number = ?', saveNumber);
    const body = JSON.parse(row?.body ?? '{"writes":[]}') as BundleBody;
    const author: Author = { bundleId: body.id, deviceId: body.deviceId, orgId: body.orgId, personId: body.personId, savedAt: body.savedAt };
    const writes = new Map(body.writes.map((write) => [write.op === 'create' ? write.document.id : write.id, { author, write }]));
    bodies.set(saveNumber, writes);
    return writes;
  };
  return (documentId) =>
    tables
      .all<{ save_number: number }>('SELECT save_number FROM overlay WHERE document_id = ? ORDER BY coalesce(place, save_number)', documentId)
      .flatMap((row) => bodyOf(row.save_number).get(documentId) ?? []);
}

/** Reviews about a document that nobody has resolved. */
export function openReviewsAbout(tables: Tables, documentId: string): readonly Review[] {
  return tables
    .all<{ shown: string }>(
      `SELECT shown FROM document
        WHERE kind = 'review' AND shown IS NOT NULL AND json_extract(shown, '$.resolution') IS NULL AND json_extract(shown, '$.about.id') = ?`,
      documentId,
    )
    .map((row) => JSON.parse(row.shown) as Review);
}
