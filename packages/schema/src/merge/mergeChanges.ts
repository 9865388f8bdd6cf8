import { isSameJson } from '../basics/canonicalJson.ts';
import type { OrganisationId } from '../basics/ids.ts';
import { idFromHash } from '../basics/ids.ts';
import type { UnitChange } from '../documents/bundle.ts';
import type { AnyDocument, Kind, KindTable } from '../documents/kinds.ts';
import { kindTable, organisationScope, parseDocument, patientOf, scopesOf } from '../documents/kinds.ts';
import type { AttributedValue, Review, ReviewReason } from '../documents/review.ts';
import type { UnitName } from '../documents/units.ts';
import { isUnitOf, unitValue, withUnit } from '../documents/units.ts';
import { encounterPolicy } from './encounter.ts';
import { patientPolicy } from './patient.ts';
import type { Author, Meeting, MergePolicy, Verdict } from './policy.ts';
import { patientLinkPolicy } from './patientLink.ts';
import { prescriptionPolicy } from './prescription.ts';
import { queueEntryPolicy } from './queueEntry.ts';
import { reviewPolicy, withSecondResolution } from './review.ts';

const policies: Partial<Record<Kind, MergePolicy>> = {
  patient: patientPolicy,
  encounter: encounterPolicy,
  prescription: prescriptionPolicy,
  queueEntry: queueEntryPolicy,
  review: reviewPolicy,
  patientLink: patientLinkPolicy,
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
  /** The present home of the patient whose document it is, where that may be another than the document says. */
  readonly presentHome?: OrganisationId | undefined;
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
 * repeating it changes nothing. Every losing value is in exactly one review. Document and changes are of the table's
 * versions: `liftWrite` brings older changes there.
 */
export function mergeChanges(input: MergeInput, table: KindTable = kindTable): MergeResult {
  const { theirs, changes } = input;
  if (table.rules[theirs.kind].nature !== 'mutable') return { ok: false, reason: 'notMutable', unit: '' };
  const foreign = changes.find((change) => !isUnitOf(theirs.kind, change.unit, table));
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
  const parsed = parseDocument(settled, table);
  if (!parsed.success) return { ok: true, document: theirs, merged: true, reviews: wholeReview(input) };
  // What was settled away was not taken as it came, either.
  merged ||= [...lastByUnit(changes)].some(([unit, after]) => !isSameJson(unitValue(parsed.data, unit), after));
  return { ok: true, document: parsed.data, merged, reviews: [...reviews.values()] };
}

/** Where one bundle changes a unit twice, it ends as the last says. */
const lastByUnit = (changes: readonly UnitChange[]): ReadonlyMap<UnitName, unknown> => new Map(changes.map(({ unit, after }) => [unit, after]));

interface Step {
  readonly document: AnyDocument;
  readonly merged: boolean;
  readonly review: Review | null;
}

function mergeChange(input: MergeInput, document: AnyDocument, change: UnitChange): Step {
  const { unit, before, after } = change;
  const theirs = unitValue(document, unit);
  if (isSameJson(theirs, after)) return { document, merged: false, review: null };
  if (isInReview(input, change)) return { document, merged: true, review: null };
  const policy = policies[document.kind] ?? queueEntryPolicy;
  const meeting: Meeting = { unit, before, after, theirs, document, author: input.author };
  const refusal = policy.refuses?.(meeting) ?? null;
  if (isSameJson(theirs, before) && refusal === null) return { document: put(document, unit, after), merged: false, review: null };

  const second = secondResolution(document, change);
  if (second) return { document: second, merged: true, review: null };
  return conflict(input, meeting, refusal === null ? policy.meet(meeting) : { value: theirs, losing: after, reason: refusal });
}

/** Rule 2: a change that goes on from an own loser amends the review which that is in, whichever side loses now. */
function conflict(input: MergeInput, { unit, before, after, theirs, document, author }: Meeting, verdict: Verdict): Step {
  const next = put(document, unit, verdict.value);
  if (verdict.losing === undefined) return { document: next, merged: true, review: null };
  const isMineLosing = isSameJson(verdict.losing, after);
  const mine: AttributedValue = { value: after, ...attributed(author) };
  const other: AttributedValue = { value: theirs, ...(input.originOf(unit) ?? nobody) };
  const own = ownLoser(input, unit, before);
  const review = own
    ? { ...own, kept: isMineLosing ? own.kept : mine, losing: isMineLosing ? mine : other }
    : openReview(input, { unit, before, reason: verdict.reason ?? 'unitConflict', kept: isMineLosing ? other : mine, losing: isMineLosing ? mine : other });
  return { document: isMineLosing ? keepVariant(next, unit, after, author.deviceId) : next, merged: true, review };
}

/**
 * True for a repeat: this very value of this very bundle, or one of a later bundle that came after it, is in an open
 * review. Another value of the same bundle is a second write of it, and goes on from the first.
 */
function isInReview({ openReviews, theirs, author }: MergeInput, { unit, after }: UnitChange): boolean {
  return openReviews.some(({ id, about, losing }) => {
    if (about.unit !== unit) return false;
    const isOfThisBundle = losing.bundleId === author.bundleId && losing.deviceId === author.deviceId;
    return isOfThisBundle ? isSameJson(losing.value, after) : id === reviewId(theirs, unit, author);
  });
}

/** A second person's resolution of a review that has one. */
function secondResolution(document: AnyDocument, { unit, after }: UnitChange): Review | null {
  const isSecond = document.kind === 'review' && unit === 'resolution' && document.resolution !== null && after !== null;
  return isSecond ? withSecondResolution(document, after as NonNullable<Review['resolution']>) : null;
}

/** The open review in which `before` is a losing value of this device. */
function ownLoser({ openReviews, author }: MergeInput, unit: UnitName, before: unknown): Review | undefined {
  return openReviews
    .filter(({ resolution, about, losing }) => resolution === null && about.unit === unit && losing.deviceId === author.deviceId && isSameJson(losing.value, before))
    // Should two hold the same value, the later is what this change went on from.
    .toSorted((a, b) => (b.losing.bundleId ?? '').localeCompare(a.losing.bundleId ?? '') || a.id.localeCompare(b.id))[0];
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
const reviewId = (document: AnyDocument, unit: UnitName | null, author: Author): string => idFromHash(['review', document.id, unit, author.bundleId]);

function openReview(input: MergeInput, losing: Losing): Review {
  const { theirs, author, presentHome } = input;
  const scopes = scopesOf(theirs, presentHome);
  const authorScope = organisationScope(author.orgId);
  return {
    id: reviewId(theirs, losing.unit, author),
    kind: 'review',
    reason: losing.reason,
    scopes: [...scopes, ...(scopes.includes(authorScope) ? [] : [authorScope])],
    patientId: theirs.kind === 'patientLink' ? theirs.patientIds[0] : patientOf(theirs),
    about: { kind: theirs.kind, id: theirs.id, unit: losing.unit },
    before: losing.before ?? null,
    kept: losing.kept,
    losing: losing.losing,
    openedAt: author.savedAt,
    resolution: null,
    secondResolution: null,
  };
}

/** Rule 3: the merged document is invalid, so the county's stays and mine goes to review whole; a repeat finds it there. */
function wholeReview(input: MergeInput): readonly Review[] {
  const review = openReview(input, {
    unit: null,
    reason: 'invalidMerge',
    before: null,
    kept: { value: null, ...nobody },
    losing: { value: input.changes, ...attributed(input.author) },
  });
  return input.openReviews.some(({ id }) => id === review.id) ? [] : [review];
}

const nobody: Omit<AttributedValue, 'value'> = { bundleId: null, deviceId: null, orgId: null, by: null, at: null };

const attributed = (author: Author): Omit<AttributedValue, 'value'> => ({
  bundleId: author.bundleId, deviceId: author.deviceId, orgId: author.orgId, by: author.personId, at: author.savedAt,
});

/** The members stay of the kind's type: a value that is not is found by the parse at the end. */
const put = (document: AnyDocument, unit: UnitName, value: unknown): AnyDocument => withUnit(document, unit, value) as AnyDocument;
