import type { OutcomeName, OutcomeReason } from '@lianyi/schema/wire/exchange';
import type { KnownBundle } from '../store/bundles.ts';
import type { CountyEvents } from './county.ts';
import type { Draft, Evict, Put } from './draft.ts';
import { judgeBundle } from './judgeBundle.ts';
import type { DevicePermission } from './permission.ts';
import type { Fault, ReadSubmission } from './readSubmission.ts';

/** How a bundle ended, or that it waits. */
export interface Judged {
  readonly submission: ReadSubmission;
  readonly outcome: OutcomeName;
  readonly reason: OutcomeReason | null;
  readonly detail: string;
  readonly puts: readonly Put[];
  readonly evicts: readonly Evict[];
  readonly reviewIds: readonly string[];
  /** The link hash of the same bundle, which came under another link and has its outcome: it shares that one's receipt. */
  readonly repeatOf: string | null;
}

export interface ToJudge {
  /** In the order of their lanes. */
  readonly next: readonly ReadSubmission[];
  /** In their chain, but what they need was not known. */
  readonly inNeed: readonly ReadSubmission[];
  /** Bundles that the county has, by id: those of the submissions and of what they need. */
  readonly known: ReadonlyMap<string, KnownBundle>;
  readonly draft: Draft;
  readonly permission: DevicePermission;
  /** Settles all without judging them. */
  readonly verdict: Fault | null;
  /** County IT has given up what never came: a need that nobody knows is waited for no longer. */
  readonly unknownNeedsAreLost?: boolean;
  readonly hears: CountyEvents;
}

type Settled = Pick<KnownBundle, 'linkHash' | 'bodyHash' | 'outcome' | 'reason'>;

/** Judges each bundle by itself, in the order in which they were saved; then those that wait for what has come, by save number, until none is left. */
export function judgeAll(input: ToJudge): readonly Judged[] {
  const settledById = new Map<string, Settled>(input.known);
  const judgedByLink = new Map<string, Judged>();
  const judge = (submission: ReadSubmission): Judged => {
    const judged = judgeOne(submission, input, settledById);
    judgedByLink.set(submission.linkHash, judged);
    if (judged.reason !== 'bodyChanged' && judged.repeatOf === null) {
      settledById.set(submission.claimedId, { linkHash: submission.linkHash, bodyHash: submission.bodyHash, outcome: judged.outcome, reason: judged.reason });
    }
    return judged;
  };
  for (const submission of inSaveOrder(input.next)) judge(submission);

  const isWaiting = (submission: ReadSubmission): boolean => (judgedByLink.get(submission.linkHash)?.outcome ?? 'waiting') === 'waiting';
  let waiting = [...input.inNeed, ...input.next].filter(isWaiting).toSorted((a, b) => saveNumberOf(a) - saveNumberOf(b));
  for (let before = Infinity; waiting.length > 0 && waiting.length < before;) {
    before = waiting.length;
    waiting = waiting.filter((submission) => judge(submission).outcome === 'waiting');
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

function judgeOne(submission: ReadSubmission, input: ToJudge, settledById: ReadonlyMap<string, Settled>): Judged {
  const { claimedId, bodyHash, body, fault } = submission;
  const first = settledById.get(claimedId);
  if (first && first.bodyHash !== bodyHash) {
    input.hears.alarm('a bundle id came with another body', { bundle: claimedId });
    return quarantine(submission, { reason: 'bodyChanged', detail: 'another bundle has this id' });
  }
  // Under another link, or under the same as sent by a twin of the device.
  if (first && first.outcome !== 'waiting') {
    return { ...blank(submission), outcome: first.outcome, reason: first.reason, repeatOf: first.linkHash };
  }
  if (input.verdict) return quarantine(submission, input.verdict);
  if (!body) return quarantine(submission, fault ?? { reason: 'invalid', detail: '' });

  const needs = body.needs.map((id) => settledById.get(id)?.outcome ?? (input.unknownNeedsAreLost === true ? 'lost' : 'waiting'));
  if (needs.includes('quarantined')) return quarantine(submission, { reason: 'needsQuarantined', detail: 'a bundle that it needs is in quarantine' });
  if (needs.includes('waiting')) return { ...blank(submission), outcome: 'waiting', reason: 'needsUnknown', detail: 'a bundle that it needs has not come' };

  try {
    const judgement = judgeBundle(body, input.draft, input.permission);
    if (judgement.outcome !== 'quarantined') return { ...blank(submission), outcome: judgement.outcome, ...input.draft.accept(), reviewIds: judgement.reviewIds };
    input.draft.discard();
    if (submission.isOfFormerHistory && mayStillCome.has(judgement.fault.reason)) {
      return { ...blank(submission), outcome: 'waiting', reason: 'needsUnknown', detail: `after a restore: ${judgement.fault.detail}`.slice(0, 300) };
    }
    if (judgement.fault.reason === 'idTaken') input.hears.alarm('a document id came with other content', { bundle: claimedId });
    return quarantine(submission, judgement.fault);
  } catch (error) {
    // A bug of ours must not stop the bundles behind it: this one is kept, and people hear of it.
    input.draft.discard();
    input.hears.bug(error, { bundle: claimedId });
    return quarantine(submission, { reason: 'invalid', detail: 'the county could not process it' });
  }
}

/** What a restored county lacks that somebody still has: the document, or the move that brought it where it was written. */
const mayStillCome: ReadonlySet<Fault['reason']> = new Set(['missingDocument', 'outOfScope']);

const blank = (submission: ReadSubmission): Judged =>
  ({ submission, outcome: 'accepted', reason: null, detail: '', puts: [], evicts: [], reviewIds: [], repeatOf: null });

const quarantine = (submission: ReadSubmission, fault: Fault): Judged =>
  ({ ...blank(submission), outcome: 'quarantined', reason: fault.reason, detail: fault.detail });
