import type { BundleBody, Write } from '@lianyi/schema/documents/bundle';
import type { Kind, ScopeId } from '@lianyi/schema/documents/kinds';
import { isKind, kindRules, parseDocument, scopesOf } from '@lianyi/schema/documents/kinds';
import { contentHash } from '@lianyi/schema/documents/contentHash';
import { changedUnits } from '@lianyi/schema/documents/units';
import { mergeChanges } from '@lianyi/schema/merge/mergeChanges';
import type { Author } from '@lianyi/schema/merge/policy';
import type { Draft } from './draft.ts';
import { judgeLink, refuseLink } from './judgeLink.ts';
import type { DevicePermission } from './permission.ts';
import type { Fault } from './readSubmission.ts';
import { actsFor, mayDoOf } from './acts.ts';
import { raiseAlerts } from './effects/raiseAlerts.ts';

export type Judgement =
  | { readonly outcome: 'quarantined'; readonly fault: Fault }
  | { readonly outcome: 'accepted' | 'merged'; readonly reviewIds: readonly string[] };

/** A bundle's changes go into the draft one after the other; the caller accepts or discards them as a whole. */
export function judgeBundle(body: BundleBody, draft: Draft, permission: DevicePermission): Judgement {
  const author: Author = { bundleId: body.id, deviceId: body.deviceId, orgId: body.orgId, personId: body.personId, savedAt: body.savedAt };
  if (!permission.mayPush) return quarantined('notPermitted', 'the device is blocked');
  if (!permission.mayActFor(body.orgId)) return quarantined('notPermitted', 'the device does not act for this institution');

  let merged = false;
  const reviewIds = new Set<string>();
  for (const [at, write] of body.writes.entries()) {
    const done = applyWrite(write, body, author, draft, permission);
    if ('fault' in done) return { outcome: 'quarantined', fault: { ...done.fault, detail: `writes.${at}: ${done.fault.detail}`.slice(0, 300) } };
    merged ||= done.merged;
    for (const id of done.reviewIds) reviewIds.add(id);
  }
  for (const id of raiseAlerts(body, author, draft)) reviewIds.add(id);
  return { outcome: merged ? 'merged' : 'accepted', reviewIds: [...reviewIds] };
}

type Applied = { readonly merged: boolean; readonly reviewIds: readonly string[] } | { readonly fault: Fault };

function applyWrite(write: Write, body: BundleBody, author: Author, draft: Draft, permission: DevicePermission): Applied {
  const { kind } = write;
  if (!isKind(kind)) return fault('unknownKind', kind);
  if (write.version !== kindRules[kind].version) return fault('unknownVersion', `${kind} ${write.version}`);
  if (kindRules[kind].nature === 'county') return fault('notPermitted', `${kind} is written by the county only`);
  if (!mayDoOf(permission, body.personId, actsFor(write, kind), resolvesAReviewOf(write, body, draft))) return fault('notPermitted', `the person's role does not allow this (${kind})`);
  return write.op === 'create' ? create(write, kind, author, draft, permission) : change(write, kind, author, draft, permission);
}

/** Whoever resolves a review writes what the resolution changes, in the same bundle. */
function resolvesAReviewOf(write: Write, body: BundleBody, draft: Draft): boolean {
  return write.op === 'change' && body.writes.some((other) => {
    const review = other.op === 'change' && other.kind === 'review' ? draft.document(other.id)?.document : undefined;
    return review?.kind === 'review' && review.about.id === write.id;
  });
}

function create(write: Extract<Write, { op: 'create' }>, kind: Kind, author: Author, draft: Draft, permission: DevicePermission): Applied {
  if (kind === 'review') return fault('notPermitted', 'reviews are opened by merging');
  if (write.document.kind !== kind) return fault('invalid', 'the kind of the write is not that of its document');
  const parsed = parseDocument(write.document);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return fault('invalid', `${kind}.${issue?.path.join('.') ?? ''}: ${issue?.code ?? 'invalid'}`);
  }
  const document = parsed.data;
  if (!follows(permission, scopesOf(document))) return fault('outOfScope', kind);
  if ('orgId' in document && !permission.mayActFor(document.orgId)) return fault('notPermitted', `${kind} of another institution`);
  if (document.kind === 'dispense' && !permission.mayActFor(document.ownerId)) return fault('notPermitted', 'stock of another institution');
  const held = draft.document(document.id);
  // Two people link the same records, each without knowing of the other: the second is a change of the first.
  if (document.kind === 'patientLink' && held && held.createdHash !== contentHash(document)) {
    const changes = [{ unit: 'state', before: null, after: document.state }];
    return change({ op: 'change', kind, version: write.version, id: document.id, changes }, kind, author, draft, permission);
  }
  if (document.kind === 'patientLink' && !held) {
    const refused = refuseLink(document, draft, permission);
    if (refused) return { fault: refused };
  }
  if (held) {
    if (held.createdBy === author.bundleId) return fault('invalid', `${kind} made twice`);
    // The same document made twice, as from one letter of another hospital: the county has it already.
    if (held.createdHash !== contentHash(document)) return fault('idTaken', kind);
    draft.put(held.document, author.bundleId);
    return { merged: false, reviewIds: [] };
  }
  draft.put(document, author.bundleId);
  draft.setOrigin(document.id, '', originOf(author));
  if (document.kind === 'patientLink') return withLinkReviews({ merged: false, reviewIds: [] }, judgeLink(undefined, document, author, draft));
  return { merged: false, reviewIds: [] };
}

function change(write: Extract<Write, { op: 'change' }>, kind: Kind, author: Author, draft: Draft, permission: DevicePermission): Applied {
  const held = draft.document(write.id);
  if (!held || held.document.kind !== kind) return fault('missingDocument', kind);
  if (kindRules[kind].nature === 'fact') return fault('notPermitted', `${kind} is a fact and never changes`);
  if (!follows(permission, held.scopes)) return fault('outOfScope', kind);
  const relinks = held.document.kind === 'patientLink' && held.document.state.name === 'unlinked' ? refuseLink(held.document, draft, permission) : null;
  if (relinks) return { fault: relinks };
  // A review's loser is amended by merging; people resolve.
  const foreign = kind === 'review' ? write.changes.find(({ unit }) => unit !== 'resolution') : undefined;
  if (foreign) return fault('notAUnit', `review.${foreign.unit}`);

  const result = mergeChanges({
    theirs: held.document,
    changes: write.changes.map(({ unit, before, after }) => ({ unit, before: before ?? null, after: after ?? null })),
    author,
    openReviews: draft.openReviewsAbout(write.id),
    originOf: (unit) => draft.originOf(write.id, unit),
  });
  if (!result.ok) return fault('notAUnit', `${kind}.${result.unit.split('/')[0] ?? ''}`);
  draft.put(result.document, author.bundleId);
  for (const unit of changedUnits(held.document, result.document)) draft.setOrigin(write.id, unit, originOf(author));
  for (const review of result.reviews) draft.put(review, author.bundleId);
  const applied = { merged: result.merged, reviewIds: result.reviews.map((review) => review.id) };
  if (held.document.kind !== 'patientLink' || result.document.kind !== 'patientLink') return applied;
  return withLinkReviews(applied, judgeLink(held.document, result.document, author, draft));
}

/** A link that does not stand was not taken as it came. */
const withLinkReviews = (applied: { readonly merged: boolean; readonly reviewIds: readonly string[] }, reviewIds: readonly string[]): Applied =>
  ({ merged: applied.merged || reviewIds.length > 0, reviewIds: [...applied.reviewIds, ...reviewIds] });

const follows = (permission: DevicePermission, scopes: readonly ScopeId[]): boolean => scopes.some((scope) => permission.scopes.has(scope));

const originOf = (author: Author) => ({ bundleId: author.bundleId, deviceId: author.deviceId, orgId: author.orgId, by: author.personId, at: author.savedAt });

const fault = (reason: Fault['reason'], detail: string): Applied => ({ fault: { reason, detail } });
const quarantined = (reason: Fault['reason'], detail: string): Judgement => ({ outcome: 'quarantined', fault: { reason, detail } });
