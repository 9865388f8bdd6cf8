import { isSameJson } from '@lianyi/schema/basics/canonicalJson';
import { localClockTime } from '@lianyi/schema/basics/dates';
import type { Review } from '@lianyi/schema/documents/review';
import { isUnitOf, unitValue } from '@lianyi/schema/documents/units';
import { errorsOfFailure } from '../../chart/saveFailures.ts';
import { laneOf } from '../../chart/urgency.ts';
import type { FieldError } from '../../chart/views.ts';
import { signatureOf } from '../../chart/visitSigning.ts';
import type { Actor, NewWrite, Reader, Replica } from '../../replica/replica.ts';
import { isMutable, presentValue } from './presentValue.ts';

export interface Resolving {
  readonly reviewId: string;
  readonly choice: 'keep' | 'useLosing' | 'both' | 'seen';
  /** The losing value that the person saw. */
  readonly saw?: unknown;
  /** The value that was shown as in use. */
  readonly present?: unknown;
  readonly reason: string;
}

export type ResolveResult = { ok: true; savedAt: string } | { ok: false; errors: readonly FieldError[] };

type Refusal = { readonly errors: readonly FieldError[] } | { readonly resolvedAt: string };
const refuse = (field: string, code: string, values?: FieldError['values']): { refusal: Refusal } => ({ refusal: { errors: [{ field, code, ...(values && { values }) }] } });

/**
 * Resolves a review: the resolution, and with `useLosing` the change of the document's unit from what it is now, in one
 * save. Whoever takes a side says why. A losing value that was amended after the person looked is refused, and so is a
 * side taken against a value in use that has changed since: the person has not looked at what stands now. What it was
 * when the review was opened does not matter, or a later change of the record would leave the review without an end.
 */
export function resolveReview(replica: Replica, actor: Actor, resolving: Resolving, now: Date): ResolveResult {
  const { choice } = resolving;
  const reason = resolving.reason.trim();
  if (reason.length > 300) return { ok: false, errors: [{ field: 'reason', code: 'tooLong', values: { max: 300, length: reason.length } }] };
  if (reason === '' && choice !== 'seen') return { ok: false, errors: [{ field: 'reason', code: 'required' }] };
  const saved = replica.save<Refusal>('reviews.resolve', actor, (read) => {
    const review = read.document('review', resolving.reviewId);
    if (!review) return refuse('', 'notFound');
    if (review.resolution !== null) {
      const isSame = review.resolution.choice === choice && review.resolution.signature.by === actor.personId;
      return isSame ? { refusal: { resolvedAt: review.resolution.signature.at } } : refuse('', 'alreadyResolved');
    }
    const saw = resolving.saw ?? null;
    if (!isSameJson(saw, review.losing.value ?? null)) return refuse('saw', 'stale');
    if (!choicesOf(review).includes(choice)) return refuse('choice', 'notOffered');
    const present = presentValue(read, review);
    if (choice !== 'seen' && present !== null && !isSameJson(resolving.present ?? null, present.value)) return refuse('present', 'changedSince');
    const after = { choice, saw, reason, signature: signatureOf(actor, localClockTime(now)) };
    const resolution: NewWrite = { op: 'change', kind: 'review', id: review.id, changes: [{ unit: 'resolution', before: null, after }] };
    const effect = effectOf(read, review, choice);
    if ('refusal' in effect) return effect;
    const writes = [resolution, ...effect.writes];
    return { writes, lane: laneOf(writes) };
  });
  if (saved.ok) return { ok: true, savedAt: saved.savedAt };
  if ('failure' in saved) return { ok: false, errors: errorsOfFailure(saved.failure) };
  return 'resolvedAt' in saved.refusal ? { ok: true, savedAt: saved.refusal.resolvedAt } : { ok: false, errors: saved.refusal.errors };
}

/** An alert, a signed record and a refused whole can only be seen; `both` is for telephones. */
function choicesOf({ reason, about }: Review): readonly Resolving['choice'][] {
  if (reason !== 'unitConflict' || about.unit === null) return ['seen', 'keep'];
  return about.kind === 'patient' && about.unit === 'phone' ? ['keep', 'useLosing', 'both'] : ['keep', 'useLosing'];
}

type Effect = { readonly writes: readonly NewWrite[] } | { readonly refusal: Refusal };

function effectOf(read: Reader, review: Review, choice: Resolving['choice']): Effect {
  const { kind, id, unit } = review.about;
  if (choice === 'keep' || choice === 'seen' || unit === null) return { writes: [] };
  if (!isMutable(kind) || !isUnitOf(kind, unit)) return refuse('choice', 'notOffered');
  const document = read.document(kind, id);
  if (!document) return refuse('', 'notFound');
  if (choice === 'both' && document.kind === 'patient') {
    const { contact } = document;
    const phone = String(review.losing.value);
    if (document.phone === phone) return { writes: [] };
    if (contact !== null && contact.phone !== '' && contact.phone !== phone) return refuse('choice', 'contactTaken', { phone: contact.phone });
    // Whose number it is, the person puts right in the record: a number without a name is not lost.
    const after = { name: contact?.name ?? '家属', relation: contact?.relation ?? '', phone };
    return { writes: isSameJson(contact, after) ? [] : [{ op: 'change', kind, id, changes: [{ unit: 'contact', before: contact, after }] }] };
  }
  const present = unitValue(document, unit);
  const losing = review.losing.value ?? null;
  if (isSameJson(present, losing)) return { writes: [] };
  return { writes: [{ op: 'change', kind, id, changes: [{ unit, before: present, after: losing }] }] };
}
