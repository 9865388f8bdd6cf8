import { isSameJson } from '@lianyi/schema/basics/canonicalJson';
import type { BundleBody } from '@lianyi/schema/documents/bundle';
import type { Kind } from '@lianyi/schema/documents/kinds';
import { isKind, kindRules } from '@lianyi/schema/documents/kinds';
import type { AttributedValue, Review } from '@lianyi/schema/documents/review';
import { isUnitOf, unitValue } from '@lianyi/schema/documents/units';
import type { Reader } from '../../replica/replica.ts';

/**
 * The value that this PC shows now for what a review is about, and whose it is as far as this PC knows: a review keeps
 * what stood when it was opened, and the record goes on meanwhile. Null for an alert, a whole, and a record that is not here.
 */
export function presentValue(read: Reader, review: Review): AttributedValue | null {
  const { kind, id, unit } = review.about;
  if (unit === null || !isMutable(kind) || !isUnitOf(kind, unit)) return null;
  const document = read.document(kind, id);
  if (!document) return null;
  const value = unitValue(document, unit);
  const own = ownValues(read, id, unit).filter((one) => one.bundleId !== review.losing.bundleId);
  const known = [review.kept, ...own, ...reviewedValues(read, review)];
  return { ...(known.find((one) => isSameJson(one.value ?? null, value)) ?? nobody), value };
}

export const isMutable = (kind: string): kind is Kind => isKind(kind) && kindRules[kind].nature === 'mutable';

const nobody = { bundleId: null, deviceId: null, orgId: null, by: null, at: null };

const lookedAt = 60;

/** What this PC itself made of the unit, the latest first: its changes of a patient, and of other documents what is not settled. */
function ownValues(read: Reader, id: string, unit: string): readonly AttributedValue[] {
  const rows = read.all<{ body: string }>(
    `SELECT body FROM bundle WHERE save_number IN (
        SELECT save_number FROM overlay WHERE document_id = ?
        UNION SELECT save_number FROM bundle
          WHERE action GLOB 'patients.*' AND coalesce(json_extract(body, '$.writes[0].id'), json_extract(body, '$.writes[0].document.id')) = ?)
      ORDER BY save_number DESC LIMIT ?`,
    id, id, lookedAt,
  );
  return rows.flatMap((row) => {
    const body = JSON.parse(row.body) as BundleBody;
    const changes = body.writes.flatMap((write) => (write.op === 'change' && write.id === id ? write.changes : []));
    return changes.filter((change) => change.unit === unit).toReversed()
      .map(({ after }) => ({ value: after ?? null, bundleId: body.id, deviceId: body.deviceId, orgId: body.orgId, by: body.personId, at: body.savedAt }));
  });
}

/** What other reviews of the same unit tell: the value that stood there, or that somebody took. */
function reviewedValues(read: Reader, { id, about }: Review): readonly AttributedValue[] {
  return read.all<{ id: string }>('SELECT id FROM review_index WHERE about_id = ? AND about_unit = ? AND id <> ? ORDER BY opened_at DESC LIMIT ?', about.id, about.unit, id, lookedAt).flatMap((row) => {
    const other = read.document('review', row.id);
    if (!other) return [];
    const { resolution, kept, losing } = other;
    const taken = resolution?.choice === 'useLosing' ? [{ ...nobody, value: losing.value, by: resolution.signature.by, orgId: resolution.signature.orgId, at: resolution.signature.at }] : [];
    return [...taken, kept];
  });
}
