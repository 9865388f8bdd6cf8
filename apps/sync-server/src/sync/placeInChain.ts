import type { Lane, Receipt } from '@lianyi/schema/wire/exchange';
import type { LinkRow } from '../store/bundles.ts';
import type { ChainHead, ChainHeads } from '../store/devices.ts';
import type { LostLinks } from '../store/lostLinks.ts';
import type { ReadSubmission } from './readSubmission.ts';

/** A *different* bundle after a used chain head (rule 12): the disk was cloned or restored. Nothing of the request is taken. */
export class Forked extends Error {
  constructor(lane: Lane, number: number) {
    super(`the chain of lane ${lane} has another bundle at ${number}`);
    this.name = 'Forked';
  }
}

export interface Placed {
  /** Next in their lanes, in the order in which they are judged; among them those whose predecessor has come. */
  readonly next: readonly ReadSubmission[];
  /** Their predecessor is missing: held until it comes. */
  readonly gaps: readonly ReadSubmission[];
  /** Answered before: link hash to stored receipt. */
  readonly repeats: ReadonlyMap<string, Receipt>;
  readonly heads: ChainHeads;
  /** Lanes in which what was held before is still behind a gap. */
  readonly stuck: ReadonlySet<Lane>;
}

/**
 * Finds each submission's place in its device's chain. Pure.
 * @param stored what is at the links of the submissions, of the device and of those whose place it took: up to where it
 *   took it over their chain is its own
 * @param held what waits for its predecessor, read again
 * @param lost gaps that were given up: what comes for one of them after all is taken where it is
 * @throws Forked
 */
export function placeInChain(
  deviceId: string,
  submissions: readonly ReadSubmission[],
  before: ChainHeads,
  stored: readonly LinkRow[],
  held: readonly ReadSubmission[],
  lost: readonly LostLinks[],
): Placed {
  const heads = new Map<Lane, ChainHead>(before);
  const storedByLink = new Map(stored.filter((row) => row.deviceId === deviceId).map((row) => [`${row.lane}/${row.linkNumber}`, row]));
  const inherited = new Map(stored.filter((row) => row.deviceId !== deviceId).map((row) => [`${row.lane}/${row.linkNumber}/${row.linkHash}`, row]));
  const repeats = new Map<string, Receipt>();
  const next: ReadSubmission[] = [];
  const pool = new Map(held.map((submission) => [placeOf(submission), submission]));

  for (const submission of submissions) {
    const { link, linkHash } = submission;
    const storedHere = storedByLink.get(placeOf(submission));
    const seenHere = pool.get(placeOf(submission)) ?? next.find((other) => placeOf(other) === placeOf(submission));
    const isKnown = storedHere?.linkHash === linkHash || seenHere?.linkHash === linkHash;
    if ((storedHere || seenHere) && !isKnown) throw new Forked(link.lane, link.number);
    if (storedHere?.receipt) repeats.set(linkHash, storedHere.receipt);
    if (isKnown) continue;

    const head = heads.get(link.lane);
    if (link.number <= (head?.number ?? 0)) {
      const ofFormer = inherited.get(`${placeOf(submission)}/${linkHash}`);
      if (!ofFormer && !isOfLost(submission)) throw new Forked(link.lane, link.number);
      // What waits there is told to that device only: it is judged for this one too.
      if (ofFormer?.receipt && ofFormer.receipt.outcome !== 'waiting') repeats.set(linkHash, ofFormer.receipt);
      else next.push(submission);
      continue;
    }
    pool.set(placeOf(submission), submission);
    take(link.lane);
  }
  for (const lane of ['routine', 'urgent'] as const) take(lane);
  const isHeld = new Set(held.map((submission) => submission.linkHash));
  const behindGap = [...pool.values()];
  return {
    next, repeats, heads,
    gaps: behindGap.filter((submission) => !isHeld.has(submission.linkHash)),
    stuck: new Set(behindGap.filter((submission) => isHeld.has(submission.linkHash)).map(({ link }) => link.lane)),
  };

  function isOfLost({ link, linkHash }: ReadSubmission): boolean {
    return lost.some((gap) => gap.lane === link.lane && gap.firstNumber <= link.number && (link.number < gap.lastNumber || (link.number === gap.lastNumber && linkHash === gap.linkHash)));
  }

  /** Moves what now follows the head of the lane out of the pool. */
  function take(lane: Lane): void {
    for (;;) {
      const head = heads.get(lane);
      const number = (head?.number ?? 0) + 1;
      const following = pool.get(`${lane}/${number}`);
      if (!following) return;
      if (following.link.previous !== (head?.linkHash ?? null)) throw new Forked(lane, number);
      pool.delete(`${lane}/${number}`);
      heads.set(lane, { number, linkHash: following.linkHash });
      next.push(following);
    }
  }
}

const placeOf = (submission: ReadSubmission): string => `${submission.link.lane}/${submission.link.number}`;
