import { isSameJson } from '../basics/canonicalJson.ts';
import { idFromHash } from '../basics/ids.ts';
import type { UnitChange } from '../documents/bundle.ts';
import type { AnyDocument, Kind } from '../documents/kinds.ts';
import { kindRules, parseDocument, patientOf, scopesOf } from '../documents/kinds.ts';
import type { AttributedValue, Review, ReviewReason } from '../documents/review.ts';
import type { UnitName } from '../documents/units.ts';
import { isUnitOf, unitValue, withUnit } from '../documents/units.ts';
import { encounterPolicy } from './encounter.ts';
import { patientPolicy } from './patient.ts';
import type { Author, MergePolicy, Verdict } from './policy.ts';
import { prescriptionPolicy } from './prescription.ts';
import { queueEntryPolicy } from './queueEntry.ts';
import { reviewPolicy, withSecondResolution } from './review.ts';

const policies: Partial<Record<Kind, MergePolicy>> = {
  patient: patientPolicy,
  encounter: encounterPolicy,
  prescription: prescriptionPolicy,
  queueEntry: queueEntryPolicy,
  review: reviewPolicy,
};

export interface MergeInput {
  /** The county's document now. */
  readonly theirs: AnyDocument;
  readonly changes: readonly UnitChange[];
  readonly author: Author;
  /** Open reviews about this document. */
  readonly openReviews: readonly Review[];
  /** Who set a unit's present value, as far as the caller knows. */
  readonly originOf: (unit: UnitName) => Omit<AttributedValue, 'value'> | null;
}

export type MergeResult =
  | { readonly ok: false; readonly reason: 'notMutable' | 'notAUnit'; readonly unit: UnitName }
  | {
      readonly ok: true;
      readonly document: AnyDocument;
      /** True if any unit met another value, or the whole was refused. */
      readonly merged: boolean;
      /** Reviews to create (new ids) or to replace (same id, `losing` amended). */
      readonly reviews: readonly Review[];
    };

/**
 * Merges one bundle's changes of one document (rules 1, 2 and 3). Pure: same inputs, same result, everywhere;
 * repeating it changes nothing. Every losing value is in exactly one review.
 */
export function mergeChanges(input: MergeInput): MergeResult {
  const { theirs, changes } = input;
  if (kindRules[theirs.kind].nature !== 'mutable') return { ok: false, reason: 'notMutable', unit: '' };
  const foreign = changes.find((change) => !isUnitOf(theirs.kind, change.unit));
  if (foreign) return { ok: false, reason: 'notAUnit', unit: foreign.unit };

  let document = theirs;
  let merged = false;
  const reviews = new Map<string, Review>();
  for (const change of changes) {
    const step = mergeChange(input, document, change);
    document = step.document;
    merged ||= step.merged;
    if (step.review) reviews.set(step.review.id, step.review);
  }
  const settled = policies[theirs.kind]?.settle?.(document) ?? document;
  const parsed = parseDocument(settled);
  if (parsed.success) return { ok: true, document: parsed.data, merged, reviews: [...reviews.values()] };
  return { ok: true, document: theirs, merged: true, reviews: [wholeReview(input)] };
}

interface Step {
  readonly document: AnyDocument;
  readonly merged: boolean;
  readonly review: Review | null;
}

function mergeChange(input: MergeInput, document: AnyDocument, change: UnitChange): Step {
  const theirs = unitValue(document, change.unit);
  if (isSameJson(theirs, change.after)) return { document, merged: false, review: null };
  const policy = policies[document.kind] ?? queueEntryPolicy;

  const amended = amendOwnLoser(input, change);
  if (amended) return { document, merged: true, review: amended };

  const isClosed = policy.isClosed?.(document, change.unit, input.author) ?? false;
  if (isSameJson(theirs, change.before) && !isClosed) return { document: put(document, change.unit, change.after), merged: false, review: null };
  if (document.kind === 'review' && change.unit === 'resolution' && theirs !== null) {
    return { document: withSecondResolution(document, change.after as NonNullable<Review['resolution']>), merged: true, review: null };
  }

  const verdict: Verdict = isClosed
    ? { value: theirs, losing: change.after, reason: 'signedAlready' }
    : policy.meet({ unit: change.unit, before: change.before, after: change.after, theirs, document, author: input.author });
  const next = put(document, change.unit, verdict.value);
  if (verdict.losing === undefined) return { document: next, merged: true, review: null };
  const isMineLosing = isSameJson(verdict.losing, change.after);
  const withVariant = isMineLosing ? keepVariant(next, change.unit, change.after, input.author.deviceId) : next;
  const mine: AttributedValue = { value: change.after, ...attributed(input.author) };
  const theirOrigin = input.originOf(change.unit) ?? nobody;
  const other: AttributedValue = { value: theirs, ...theirOrigin };
  return {
    document: withVariant,
    merged: true,
    review: openReview(input, {
      unit: change.unit,
      reason: verdict.reason ?? 'unitConflict',
      before: change.before,
      kept: isMineLosing ? other : mine,
      losing: isMineLosing ? mine : other,
    }),
  };
}

/** Rule 2: if `before` is a losing value of this device in an open review, the change amends that review. */
function amendOwnLoser(input: MergeInput, change: UnitChange): Review | null {
  const mine = input.openReviews.find(
    (review) =>
      review.resolution === null &&
      review.about.unit === change.unit &&
      review.losing.deviceId === input.author.deviceId &&
      review.losing.bundleId !== input.author.bundleId &&
      isSameJson(review.losing.value, change.before),
  );
  return mine ? { ...mine, losing: { value: change.after, ...attributed(input.author) } } : null;
}

/** An encounter draft keeps the losing text beside the standing one, keyed by device. */
function keepVariant(document: AnyDocument, unit: UnitName, value: unknown, device: string): AnyDocument {
  if (document.kind !== 'encounter' || document.progress.state !== 'draft' || unit === 'progress') return document;
  return { ...document, variants: { ...document.variants, [unit]: { ...document.variants[unit], [device]: value } } };
}

interface Losing {
  readonly unit: UnitName | null;
  readonly reason: ReviewReason;
  readonly before: unknown;
  readonly kept: AttributedValue;
  readonly losing: AttributedValue;
}

/** A review's id hashes document, unit and first losing bundle, so that a repeat finds it. */
function openReview(input: MergeInput, losing: Losing): Review {
  const { theirs, author } = input;
  return {
    id: idFromHash(['review', theirs.id, losing.unit, author.bundleId]),
    kind: 'review',
    reason: losing.reason,
    scopes: [...scopesOf(theirs), ...(scopesOf(theirs).includes(`org:${author.orgId}`) ? [] : [`org:${author.orgId}`])],
    patientId: patientOf(theirs),
    about: { kind: theirs.kind, id: theirs.id, unit: losing.unit },
    before: losing.before ?? null,
    kept: losing.kept,
    losing: losing.losing,
    openedAt: author.savedAt,
    resolution: null,
    secondResolution: null,
  };
}

/** Rule 3: the merged document is invalid, so the county's stays and mine goes to review whole. */
function wholeReview(input: MergeInput): Review {
  return openReview(input, {
    unit: null,
    reason: 'invalidMerge',
    before: null,
    kept: { value: null, ...nobody },
    losing: { value: input.changes, ...attributed(input.author) },
  });
}

const nobody: Omit<AttributedValue, 'value'> = { bundleId: null, deviceId: null, orgId: null, by: null, at: null };

const attributed = (author: Author): Omit<AttributedValue, 'value'> => ({
  bundleId: author.bundleId, deviceId: author.deviceId, orgId: author.orgId, by: author.personId, at: author.savedAt,
});

/** The members stay of the kind's type: a value that is not is found by the parse at the end. */
const put = (document: AnyDocument, unit: UnitName, value: unknown): AnyDocument => withUnit(document, unit, value) as AnyDocument;
