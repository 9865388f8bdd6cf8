import type { BundleBody } from '@lianyi/schema/documents/bundle';
import type { OutcomeName, OutcomeReason } from '@lianyi/schema/wire/exchange';
import type { KnownBundle } from '../store/bundles.ts';
import type { Settled } from './correction.ts';
import { correctedChain, inPlaceOf, refuseCorrection, standingOutcome } from './correction.ts';
import type { CountyEvents } from './county.ts';
import type { Draft } from './draft.ts';
import type { LogChanges } from './draftChanges.ts';
import { judgeBundle } from './judgeBundle.ts';
import type { DevicePermission } from './permission.ts';
import type { Fault, ReadSubmission } from './readSubmission.ts';

/** How a bundle ended, or that it waits. */
export interface Judged extends LogChanges {
  readonly submission: ReadSubmission;
  readonly outcome: OutcomeName;
  readonly reason: OutcomeReason | null;
  readonly detail: string;
  readonly reviewIds: readonly string[];
  /** The link hash of the same bundle, which came under another link and has its outcome: it shares that one's receipt. */
  readonly repeatOf: string | null;
  /** The id of the bundle in quarantine whose place it has taken, whatever came of it. */
  readonly corrects: string | null;
}

export interface ToJudge {
  /** The device that submits them, whatever id it had when it saved them. */
  readonly deviceId: string;
  /** In the order of their lanes. */
  readonly next: readonly ReadSubmission[];
  /** In their chain, but what they need was not known. */
  readonly inNeed: readonly ReadSubmission[];
  /** In quarantine: what is to be corrected now, with what that has corrected, and what is there only for what it needs. */
  readonly quarantined: readonly ReadSubmission[];
  /** Bundles that the county has, by id: those of the submissions, of what they need and what they correct. */
  readonly known: ReadonlyMap<string, KnownBundle>;
  readonly draft: Draft;
  readonly permission: DevicePermission;
  /** Settles all without judging them. */
  readonly verdict: Fault | null;
  /** County IT has given up what never came: a need that nobody knows is waited for no longer. */
  readonly unknownNeedsAreLost?: boolean;
  readonly hears: CountyEvents;
}

interface Judging extends ToJudge {
  readonly settledById: Map<string, Settled>;
  readonly bodiesById: ReadonlyMap<string, BundleBody>;
  /** Links of bundles whose outcome may be replaced: those that were in quarantine, and those judged before in this run. */
  readonly again: Set<string>;
}

/**
 * Judges each bundle by itself, in the order in which they were saved; then those that wait for what has come, and those
 * that were in quarantine for one that has been corrected, by save number, until none is left.
 */
export function judgeAll(input: ToJudge): readonly Judged[] {
  const all = [...input.quarantined, ...input.inNeed, ...input.next];
  const judging: Judging = {
    ...input,
    settledById: new Map<string, Settled>(input.known),
    again: new Set(input.quarantined.map((submission) => submission.linkHash)),
    bodiesById: new Map(all.flatMap(({ claimedId, body }) => (body ? [[claimedId, body] as const] : []))),
  };
  const judgedByLink = new Map<string, Judged>();
  const judge = (submission: ReadSubmission): Judged => {
    const judged = judgeOne(submission, judging);
    // Who is judged again comes in the log where it was taken in.
    judgedByLink.delete(submission.linkHash);
    judgedByLink.set(submission.linkHash, judged);
    settle(judged, judging);
    if (judged.repeatOf === null) judging.again.add(submission.linkHash);
    return judged;
  };
  for (const submission of inSaveOrder(input.next)) judge(submission);

  const pending = all.toSorted((a, b) => saveNumberOf(a) - saveNumberOf(b));
  for (let hasMoved = true; hasMoved;) {
    hasMoved = false;
    for (const submission of pending) {
      const before = judgedByLink.get(submission.linkHash) ?? judging.settledById.get(submission.claimedId);
      if (!mayMove(submission, before, judging)) continue;
      const after = judge(submission);
      hasMoved ||= after.outcome !== before?.outcome || after.reason !== before.reason;
    }
  }
  return [...judgedByLink.values()];
}

/** Both lanes as one: each in its own order, between them by save number. What a device did is judged as it did it, as far as it came together. */
function inSaveOrder(submissions: readonly ReadSubmission[]): readonly ReadSubmission[] {
  const routine = submissions.filter(({ link }) => link.lane === 'routine');
  const urgent = submissions.filter(({ link }) => link.lane === 'urgent');
  const ordered: ReadSubmission[] = [];
  for (const submission of routine) {
    while (urgent[0] && saveNumberOf(urgent[0]) < saveNumberOf(submission)) ordered.push(...urgent.splice(0, 1));
    ordered.push(submission);
  }
  return [...ordered, ...urgent];
}

const saveNumberOf = ({ body }: ReadSubmission): number => body?.saveNumber ?? 0;

/** What waits is tried again; what was in quarantine for another, only once that one is not. */
function mayMove(submission: ReadSubmission, before: Pick<Judged, 'outcome' | 'reason'> | undefined, { settledById }: Judging): boolean {
  if (settledById.get(submission.claimedId)?.correctedBy) return false;
  if (before === undefined || before.outcome === 'waiting') return true;
  return before.reason === 'needsQuarantined' && !(submission.body?.needs ?? []).some((id) => standingOutcome(id, settledById) === 'quarantined');
}

function settle({ submission, outcome, reason, repeatOf, corrects }: Judged, { settledById, deviceId }: Judging): void {
  const { claimedId, linkHash, bodyHash } = submission;
  if (reason === 'bodyChanged' || repeatOf !== null) return;
  settledById.set(claimedId, { deviceId, linkHash, bodyHash, outcome, reason, correctedBy: settledById.get(claimedId)?.correctedBy ?? null });
  const corrected = corrects === null ? undefined : settledById.get(corrects);
  if (corrects !== null && corrected) settledById.set(corrects, { ...corrected, correctedBy: claimedId });
}

function judgeOne(submission: ReadSubmission, input: Judging): Judged {
  const { settledById, bodiesById, again, deviceId, draft, hears } = input;
  const { claimedId, bodyHash, linkHash, body, fault } = submission;
  const first = settledById.get(claimedId);
  if (first && first.bodyHash !== bodyHash) {
    hears.alarm('a bundle id came with another body', { bundle: claimedId });
    return quarantine(submission, { reason: 'bodyChanged', detail: 'another bundle has this id' });
  }
  // Under another link, or under the same as sent by a twin of the device.
  if (first && first.outcome !== 'waiting' && !(first.linkHash === linkHash && again.has(linkHash))) {
    return { ...blank(submission), outcome: first.outcome, reason: first.reason, repeatOf: first.linkHash };
  }
  if (input.verdict) return quarantine(submission, input.verdict);
  if (!body) return quarantine(submission, fault ?? { reason: 'invalid', detail: '' });

  const corrects = body.corrects?.bundleId ?? null;
  if (corrects !== null) {
    const target = settledById.get(corrects);
    const isLost = target === undefined && input.unknownNeedsAreLost === true;
    if (!isLost && (target === undefined || target.outcome === 'waiting')) return { ...blank(submission), outcome: 'waiting', reason: 'needsUnknown', detail: 'the bundle that it corrects has not come' };
    const refused = target === undefined ? null : refuseCorrection(body, target, bodiesById.get(corrects), deviceId, draft);
    if (refused?.reason === 'correctedAlready') hears.alarm('a bundle was corrected twice', { bundle: claimedId });
    if (refused) return quarantine(submission, refused);
  }
  return { ...judgeInPlace(submission, body, input), corrects };
}

function judgeInPlace(submission: ReadSubmission, body: BundleBody, { settledById, bodiesById, draft, permission, unknownNeedsAreLost, hears }: Judging): Judged {
  const replaced = correctedChain(body, bodiesById);
  const needs = body.needs.filter((id) => !replaced.ids.has(id)).map((id) => standingOutcome(id, settledById) ?? (unknownNeedsAreLost === true ? 'lost' : 'waiting'));
  if (needs.includes('quarantined')) return quarantine(submission, { reason: 'needsQuarantined', detail: 'a bundle that it needs is in quarantine' });
  if (needs.includes('waiting')) return { ...blank(submission), outcome: 'waiting', reason: 'needsUnknown', detail: 'a bundle that it needs has not come' };

  try {
    const judgement = judgeBundle(inPlaceOf(body, replaced.first), draft, permission);
    if (judgement.outcome !== 'quarantined') return { ...blank(submission), outcome: judgement.outcome, ...draft.accept(), reviewIds: judgement.reviewIds };
    draft.discard();
    if (submission.isOfFormerHistory && mayStillCome.has(judgement.fault.reason)) {
      return { ...blank(submission), outcome: 'waiting', reason: 'needsUnknown', detail: `after a restore: ${judgement.fault.detail}`.slice(0, 300) };
    }
    if (judgement.fault.reason === 'idTaken') hears.alarm('a document id came with other content', { bundle: submission.claimedId });
    return quarantine(submission, judgement.fault);
  } catch (error) {
    // A bug of ours must not stop the bundles behind it: this one is kept, and people hear of it.
    draft.discard();
    hears.bug(error, { bundle: submission.claimedId });
    return quarantine(submission, { reason: 'invalid', detail: 'the county could not process it' });
  }
}

/** What a restored county lacks that somebody still has: the document, or the move that brought it where it was written. */
const mayStillCome: ReadonlySet<Fault['reason']> = new Set(['missingDocument', 'outOfScope']);

const blank = (submission: ReadSubmission): Judged =>
  ({ submission, outcome: 'accepted', reason: null, detail: '', puts: [], evicts: [], movedIds: [], reviewIds: [], repeatOf: null, corrects: null });

const quarantine = (submission: ReadSubmission, fault: Fault): Judged =>
  ({ ...blank(submission), outcome: 'quarantined', reason: fault.reason, detail: fault.detail });
