import type { Lane, Receipt, Submission } from '@lianyi/schema/wire/exchange';
import type { Device } from '../store/devices.ts';
import type { HeldDocument } from '../store/documents.ts';
import type { ExchangeTransaction } from '../store/exchangeStore.ts';
import { isUnavailable } from '../store/inTransaction.ts';
import type { ExchangeParts } from './county.ts';
import { epochsOf } from './history.ts';
import type { Holdings } from './draft.ts';
import { Draft } from './draft.ts';
import { inThisHistory } from './formerHistory.ts';
import { judgeAll } from './judgeAll.ts';
import { loadHoldings } from './loadHoldings.ts';
import type { DevicePermission } from './permission.ts';
import { Forked, placeInChain } from './placeInChain.ts';
import type { Fault, ReadSubmission } from './readSubmission.ts';
import { readAgain, readSubmission } from './readSubmission.ts';
import type { Recorded } from './recordJudgements.ts';
import { recordJudgements } from './recordJudgements.ts';

/**
 * Takes a request's bundles in one transaction, each judged by itself in order. Should that fail, they are tried again
 * one by one, so that a bad one harms only itself.
 * @returns a receipt per submission, in their order
 * @throws Forked, and what `isUnavailable` knows: then nothing, or only the first few, was taken
 */
export async function receiveSubmissions(county: ExchangeParts, device: Device, permission: DevicePermission, submissions: readonly Submission[]): Promise<readonly Receipt[]> {
  // What waited for others after a restore is looked at again whenever its device asks.
  if (submissions.length === 0 && county.ancestry.length === 0) return [];
  const read = submissions.map((submission) => inThisHistory(county, readSubmission(submission, device, epochsOf(county))));
  try {
    return await receive(county, device, permission, read, null);
  } catch (error) {
    if (error instanceof Forked || isUnavailable(error)) throw error;
    county.hears.bug(error, { device: device.id });
  }
  const receipts: Receipt[] = [];
  for (const one of read) receipts.push(...(await receiveAlone(county, device, permission, one)));
  return receipts;
}

async function receiveAlone(county: ExchangeParts, device: Device, permission: DevicePermission, one: ReadSubmission): Promise<readonly Receipt[]> {
  try {
    return await receive(county, device, permission, [one], null);
  } catch (error) {
    if (error instanceof Forked || isUnavailable(error)) throw error;
    county.hears.bug(error, { device: device.id, bundle: one.claimedId });
    return receive(county, device, permission, [one], { reason: 'invalid', detail: 'the county could not process it' });
  }
}

/** Judges what of the device waits, without anything new: what has become of its chain lets it. What nobody knows is taken for lost. */
export async function judgeWaiting(tx: ExchangeTransaction, county: ExchangeParts, device: Device, permission: DevicePermission): Promise<Recorded> {
  const { recorded } = await receiveIn(tx, county, { device, permission, submissions: [], verdict: null, unknownNeedsAreLost: true });
  return recorded;
}

/** @param verdict settles the submissions without judging them */
async function receive(county: ExchangeParts, device: Device, permission: DevicePermission, submissions: readonly ReadSubmission[], verdict: Fault | null): Promise<readonly Receipt[]> {
  const { receiptsByLink, recorded, stuck } = await county.store.transaction(async (tx) => receiveIn(tx, county, { device, permission, submissions, verdict, unknownNeedsAreLost: false }));
  county.bell.ring(recorded.scopes);
  for (const lane of stuck) county.hears.alarm('a chain has a gap', { device: device.id, lane });
  for (const { outcome, reason } of recorded.outcomes) county.hears.bundle(outcome, reason);
  return submissions.map((submission) => {
    const receipt = receiptsByLink.get(submission.linkHash);
    if (!receipt) throw new Error('a submission without a receipt');
    return receipt;
  });
}

interface ToReceive {
  readonly device: Device;
  readonly permission: DevicePermission;
  readonly submissions: readonly ReadSubmission[];
  readonly verdict: Fault | null;
  readonly unknownNeedsAreLost: boolean;
}

interface Received {
  readonly receiptsByLink: ReadonlyMap<string, Receipt>;
  readonly recorded: Recorded;
  /** Lanes in which a gap has stayed. */
  readonly stuck: ReadonlySet<Lane>;
}

/** Reviews that are new, as far as what was loaded tells. */
const openedBy = (draft: Draft): readonly string[] =>
  draft.changes().documents.filter(({ held, prior }) => prior === undefined && held.document.kind === 'review').map(({ id }) => id);

const nothingReceived: Received = { receiptsByLink: new Map(), recorded: { receiptsByLink: new Map(), scopes: new Set(), outcomes: [] }, stuck: new Set() };

async function receiveIn(tx: ExchangeTransaction, county: ExchangeParts, { device, permission: asAsked, submissions, verdict, unknownNeedsAreLost }: ToReceive): Promise<Received> {
  const heads = await tx.lockChain(device.id);
  const stored = await tx.bundlesAtLinks([device.id, ...device.formerIds], submissions.map((submission) => submission.link));
  const waiting = (await tx.waitingBundles(device.id)).map((row) => ({ row, read: inThisHistory(county, readAgain(row, device, epochsOf(county))) }));
  if (submissions.length === 0 && waiting.length === 0) return nothingReceived;
  // What it may do was read before it waited for its chain: reported stolen meanwhile, it is judged as stolen.
  const permission: DevicePermission = asAsked.mayPush && await tx.isStolen(device.id) ? { ...asAsked, mayPush: false } : asAsked;
  const behindGap = waiting.filter(({ row }) => row.reason === 'predecessorMissing').map(({ read }) => read);
  const inNeed = waiting.filter(({ row }) => row.reason !== 'predecessorMissing').map(({ read }) => read);
  const placed = placeInChain(device.id, submissions, heads, stored, behindGap, await tx.lostLinks(device.id));

  const corrected = [...placed.next, ...inNeed].flatMap((submission) => submission.body?.corrects?.bundleId ?? []);
  const quarantined = (corrected.length > 0 ? await tx.quarantinedBundles(device.id, corrected) : []).map((row) => ({ row, read: readAgain(row, device, epochsOf(county)) }));
  const candidates = [...placed.next, ...inNeed, ...quarantined.map(({ read }) => read)];
  const bodies = candidates.flatMap((submission) => submission.body ?? []);
  const known = await tx.bundlesById([...[...candidates, ...placed.gaps].map((submission) => submission.claimedId), ...bodies.flatMap((body) => body.needs), ...corrected]);
  const holdings = await loadHoldings(tx, verdict ? [] : bodies, county.kinds);
  const judgedOn = (held: Holdings) => {
    const draft = new Draft(held, county.kinds);
    const judged = judgeAll({
      deviceId: device.id, next: placed.next, inNeed: verdict ? [] : inNeed, quarantined: verdict ? [] : quarantined.map(({ read }) => read), known, draft, permission,
      verdict, unknownNeedsAreLost, hears: county.hears,
    });
    return { draft, judged };
  };
  const first = judgedOn(holdings);
  // After a restore a witness may have brought a review, resolved by now, before the bundle that opens it comes again.
  const brought = county.ancestry.length === 0 ? new Map<string, HeldDocument>() : await tx.lockDocuments(openedBy(first.draft));
  const { draft, judged } = brought.size === 0 ? first : judgedOn({ ...holdings, documents: new Map([...holdings.documents, ...brought]) });
  const rowIdsByLink = new Map([...waiting, ...quarantined].map(({ row }) => [row.linkHash, row.id]));
  const recorded = await recordJudgements(tx, county, device, { judged, gaps: placed.gaps, heads: placed.heads, known, draft, rowIdsByLink });
  return { receiptsByLink: new Map([...placed.repeats, ...recorded.receiptsByLink]), recorded, stuck: placed.stuck };
}
