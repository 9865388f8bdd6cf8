import type { OrganisationId } from '@lianyi/schema/basics/ids';
import type { BundleBody, Write } from '@lianyi/schema/documents/bundle';
import type { AnyDocument, Kind, KindTable } from '@lianyi/schema/documents/kinds';
import { isKind, organisationScope, parseDocument, patientOf } from '@lianyi/schema/documents/kinds';
import { liftWrite, loweredBody } from '@lianyi/schema/documents/lifting';
import { isSameJson } from '@lianyi/schema/basics/canonicalJson';
import { contentHash } from '@lianyi/schema/documents/contentHash';
import type { PatientMove } from '@lianyi/schema/documents/patientMove';
import type { Review } from '@lianyi/schema/documents/review';
import { changedUnits } from '@lianyi/schema/documents/units';
import { mergeChanges } from '@lianyi/schema/merge/mergeChanges';
import type { Author } from '@lianyi/schema/merge/policy';
import type { Draft } from './draft.ts';
import { judgeLink, refuseLink } from './judgeLink.ts';
import { blockedDevice } from '../store/devices.ts';
import type { DevicePermission } from './permission.ts';
import type { Fault } from './readSubmission.ts';
import { actsFor, mayDoOf, signedOrder } from './acts.ts';
import { ofWitness } from './countyBundle.ts';
import { raiseAlerts } from './effects/raiseAlerts.ts';
import type { SavedOn } from './standing.ts';
import { mayWrite, savedBeforeMove } from './standing.ts';

export type Judgement =
  | { readonly outcome: 'quarantined'; readonly fault: Fault }
  | { readonly outcome: 'accepted' | 'merged'; readonly reviewIds: readonly string[] };

/** A bundle's changes go into the draft one after the other; the caller accepts or discards them as a whole. */
export function judgeBundle(body: BundleBody, draft: Draft, permission: DevicePermission): Judgement {
  const author: Author = { bundleId: body.id, deviceId: body.deviceId, orgId: body.orgId, personId: body.personId, savedAt: body.savedAt };
  if (!permission.mayPush) return quarantined('notPermitted', blockedDevice);
  if (!permission.mayActFor(body.orgId)) return quarantined('notPermitted', 'the device does not act for this institution');

  const savedOn: SavedOn = { followed: permission.scopes, cursors: body.cursors };
  let merged = false;
  const reviewIds = new Set<string>();
  for (const [at, write] of body.writes.entries()) {
    const done = applyWrite(write, body, author, draft, permission);
    if ('fault' in done) return { outcome: 'quarantined', fault: { ...done.fault, detail: `writes.${at}: ${done.fault.detail}`.slice(0, 300) } };
    merged ||= done.merged;
    for (const id of done.reviewIds) reviewIds.add(id);
  }
  for (const id of raiseAlerts(body, author, savedOn, draft)) reviewIds.add(id);
  return { outcome: merged ? 'merged' : 'accepted', reviewIds: [...reviewIds] };
}

type Applied = { readonly merged: boolean; readonly reviewIds: readonly string[] } | { readonly fault: Fault };

function applyWrite(written: Write, body: BundleBody, author: Author, draft: Draft, permission: DevicePermission): Applied {
  const { kind } = written;
  if (!isKind(kind)) return fault('unknownKind', kind);
  const held = written.op === 'change' ? draft.document(written.id)?.document : undefined;
  const lifted = liftWrite(written, kind, held?.kind === kind ? held : null, draft.kinds);
  if (!lifted.ok) return fault(lifted.reason, lifted.detail);
  const { write } = lifted;
  if (draft.kinds.rules[kind].nature === 'county') return fault('notPermitted', `${kind} is written by the county only`);
  const resolved = reviewResolvedWith(write, body, draft);
  if (!mayDoOf(permission, body, actsFor(write, kind), resolved !== undefined)) return fault('notPermitted', `no post of the person allowed this there and then (${kind})`);
  const signed = kind === 'prescription' ? signedOrder(write) : null;
  // Whoever lets another's order stand does not sign it: it was judged when it came.
  const isAnothers = resolved !== undefined && [resolved.kept, resolved.losing].some(({ value }) => isSameJson(value, signed));
  const beyond = signed === null || isAnothers ? null : permission.drugBeyondRights(signed);
  if (beyond !== null) return fault('notPermitted', `the signer had no right to prescribe ${beyond}`);
  const savedOn: SavedOn = { followed: permission.scopes, cursors: body.cursors };
  return write.op === 'create' ? create(write, kind, author, draft, permission, savedOn) : change(write, kind, author, draft, savedOn);
}

/** Whoever resolves a review writes what the resolution changes, in the same bundle. */
function reviewResolvedWith(write: Write, body: BundleBody, draft: Draft): Review | undefined {
  if (write.op === 'create') return undefined;
  const resolved = body.writes.map((other) => (other.op === 'change' && other.kind === 'review' ? draft.document(other.id)?.document : undefined));
  return resolved.find((document): document is Review => document?.kind === 'review' && document.about.id === write.id);
}

function create(write: Extract<Write, { op: 'create' }>, kind: Kind, author: Author, draft: Draft, permission: DevicePermission, savedOn: SavedOn): Applied {
  if (kind === 'review') return fault('notPermitted', 'reviews are opened by merging');
  if (write.document.kind !== kind) return fault('invalid', 'the kind of the write is not that of its document');
  const parsed = parseDocument(write.document, draft.kinds);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return fault('invalid', `${kind}.${issue?.path.join('.') ?? ''}: ${issue?.code ?? 'invalid'}`);
  }
  const document = parsed.data;
  if (!mayWrite(document, savedOn, draft)) return fault('outOfScope', kind);
  const moveFault = document.kind === 'patientMove' ? faultOfMove(document, draft, permission, savedOn) : null;
  if (moveFault) return moveFault;
  if ('orgId' in document && !permission.mayActFor(document.orgId)) return fault('notPermitted', `${kind} of another institution`);
  if (document.kind === 'dispense' && !permission.mayActFor(document.ownerId)) return fault('notPermitted', 'stock of another institution');
  if (document.kind === 'chartReads' && document.by !== author.personId) return fault('notPermitted', 'looks of another person');
  const held = draft.document(document.id);
  // Two people link the same records, each without knowing of the other: the second is a change of the first.
  if (document.kind === 'patientLink' && held && held.createdHash !== contentHash(document)) {
    const changes = [{ unit: 'state', before: null, after: document.state }];
    return change({ op: 'change', kind, version: write.version, id: document.id, changes }, kind, author, draft, savedOn);
  }
  if (document.kind === 'patientLink' && !held) {
    const refused = refuseLink(document, draft, savedOn);
    if (refused) return { fault: refused };
  }
  if (held) {
    if (held.createdBy === author.bundleId) return fault('invalid', `${kind} made twice`);
    // The same document made twice, as from one letter of another hospital: the county has it already.
    if (held.createdHash !== ofWitness && !hashesOf(document, draft.kinds).includes(held.createdHash)) return fault('idTaken', kind);
    draft.put(held.document, author.bundleId);
    return { merged: false, reviewIds: [] };
  }
  draft.put(document, author.bundleId);
  draft.setOrigin(document.id, '', originOf(author));
  if (document.kind === 'patientLink') return withLinkReviews({ merged: false, reviewIds: [] }, judgeLink(undefined, document, author, draft));
  return { merged: false, reviewIds: [] };
}

function change(write: Extract<Write, { op: 'change' }>, kind: Kind, author: Author, draft: Draft, savedOn: SavedOn): Applied {
  const held = draft.document(write.id);
  if (!held || held.document.kind !== kind) return fault('missingDocument', kind);
  if (draft.kinds.rules[kind].nature === 'fact') return fault('notPermitted', `${kind} is a fact and never changes`);
  if (!mayWrite(held.document, savedOn, draft)) return fault('outOfScope', kind);
  const relinks = held.document.kind === 'patientLink' && held.document.state.name === 'unlinked' ? refuseLink(held.document, draft, savedOn) : null;
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
    presentHome: draft.homeOf(patientOf(held.document)),
  }, draft.kinds);
  if (!result.ok) return fault('notAUnit', `${kind}.${result.unit.split('/')[0] ?? ''}`);
  draft.put(result.document, author.bundleId);
  for (const unit of changedUnits(held.document, result.document, draft.kinds)) draft.setOrigin(write.id, unit, originOf(author));
  for (const review of result.reviews) draft.put(review, author.bundleId);
  const applied = { merged: result.merged, reviewIds: result.reviews.map((review) => review.id) };
  if (held.document.kind !== 'patientLink' || result.document.kind !== 'patientLink') return applied;
  return withLinkReviews(applied, judgeLink(held.document, result.document, author, draft));
}

/** Its hash, and those of what it was in the versions before: it may have been made by, or before, another version. */
function hashesOf(document: AnyDocument, kinds: KindTable): readonly string[] {
  const { version } = kinds.rules[document.kind];
  const bodies = Array.from({ length: version }, (_, at) => loweredBody(document, document.kind, version, at + 1, kinds));
  return bodies.flatMap((body) => (body === null ? [] : [contentHash(body)]));
}

/**
 * A record is sent by who follows its home, or did when they saved, to an institution that there is. What a PC had read is
 * its own word: a record that has left its scopes is never fetched from where it is now, only said to have been sent from
 * where it was.
 */
function faultOfMove(move: PatientMove, draft: Draft, permission: DevicePermission, savedOn: SavedOn): Applied | null {
  const homeId = draft.homeOf(move.patientId);
  if (homeId === undefined) return fault('missingDocument', 'patient');
  const follows = (orgId: OrganisationId): boolean => savedOn.followed.has(organisationScope(orgId));
  if (!follows(homeId) && !(follows(move.fromId) && savedBeforeMove(move.patientId, savedOn, draft))) return fault('outOfScope', 'patientMove');
  if (move.asked.orgId === null || !permission.mayActFor(move.asked.orgId)) return fault('notPermitted', 'patientMove of another institution');
  const to = draft.document(move.toId)?.document;
  if (to?.kind !== 'organisation' || to.type === 'county' || to.closedOn !== null) return fault('missingDocument', 'organisation');
  return move.fromId === move.toId ? fault('invalid', 'patientMove.toId: the same institution') : null;
}

/** A link that does not stand was not taken as it came. */
const withLinkReviews = (applied: { readonly merged: boolean; readonly reviewIds: readonly string[] }, reviewIds: readonly string[]): Applied =>
  ({ merged: applied.merged || reviewIds.length > 0, reviewIds: [...applied.reviewIds, ...reviewIds] });

const originOf = (author: Author) => ({ bundleId: author.bundleId, deviceId: author.deviceId, orgId: author.orgId, by: author.personId, at: author.savedAt });

const fault = (reason: Fault['reason'], detail: string): Applied => ({ fault: { reason, detail } });
const quarantined = (reason: Fault['reason'], detail: string): Judgement => ({ outcome: 'quarantined', fault: { reason, detail } });
