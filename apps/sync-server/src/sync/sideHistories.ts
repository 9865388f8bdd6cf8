import type { ReadmissionRequest } from '@lianyi/schema/wire/certificate';
import { certificateToSign } from '@lianyi/schema/wire/certificate';
import type { Ancestor, History } from '@lianyi/schema/wire/history';
import { forkNumbersOf, historyToSign } from '@lianyi/schema/wire/history';
import type { County } from './county.ts';
import { isSignedBy } from './countyKey.ts';
import { epochsOf } from './history.ts';

type LearningCounty = Pick<County, 'epoch' | 'ancestry' | 'key' | 'learnHistory'>;

/**
 * Learns from a PC, in this county's own signed words, of histories that it has left behind and does not know of: it was
 * restored more than once. @returns why not; then nothing was learned of the history that it is about
 */
export async function hearPedigree(county: LearningCounty, { certificates, history }: Pick<ReadmissionRequest, 'certificates' | 'history'>): Promise<'notOurs' | 'nothingInCommon' | null> {
  const isSigned = (text: string, signature: string): boolean => isSignedBy(county.key.publicKey, text, signature);
  if (!certificates.every((one) => isSigned(certificateToSign(one), one.signature))) return 'notOurs';
  if (history !== null && !isSigned(historyToSign(history), history.signature)) return 'notOurs';
  for (const claim of [...certificates, ...(history === null ? [] : [history])]) {
    const learned = learnedFrom(county, claim);
    if (learned === null) return 'nothingInCommon';
    for (const other of learned) await county.learnHistory(other);
  }
  return null;
}

type OneHistory = Pick<History, 'epoch' | 'ancestry'>;

/** What this county does not know of a history and of those that this one has left behind: what was saved under any of them may come. */
function learnedFrom(county: Pick<County, 'epoch' | 'ancestry'>, claim: OneHistory): readonly Ancestor[] | null {
  const known = epochsOf(county);
  const common = known.has(claim.epoch) ? (forkNumbersOf({ ancestry: [...county.ancestry] }, claim.epoch) ?? null) : (commonPart(county, claim)?.forkNumbers ?? null);
  if (common === null && claim.epoch !== county.epoch) return null;
  // What is the same in both of two pairs is the same in the third, as far as the shorter.
  const learned = claim.ancestry.filter(({ epoch }) => !known.has(epoch)).map(({ epoch }) => {
    const forkNumbers = forkNumbersOf(claim, epoch) ?? {};
    return { epoch, forkNumbers: common === null ? forkNumbers : lower(forkNumbers, common) };
  });
  return common === null || known.has(claim.epoch) ? learned : [...learned, { epoch: claim.epoch, forkNumbers: common }];
}

/**
 * How far another history of this county is the same as this one. Pure.
 * @returns null where the two have nothing in common
 */
function commonPart(county: Pick<County, 'epoch' | 'ancestry'>, { epoch, ancestry }: OneHistory): Ancestor | null {
  const known = epochsOf(county);
  const shared = ancestry.find((one) => known.has(one.epoch));
  const theirs = shared && forkNumbersOf({ ancestry }, shared.epoch);
  if (!shared || !theirs) return null;
  const ours = shared.epoch === county.epoch ? theirs : (forkNumbersOf({ ancestry: [...county.ancestry] }, shared.epoch) ?? {});
  return { epoch, forkNumbers: lower(theirs, ours) };
}

const lower = (one: Ancestor['forkNumbers'], other: Ancestor['forkNumbers']): Ancestor['forkNumbers'] =>
  Object.fromEntries(Object.entries(one).map(([scope, number]) => [scope, Math.min(number, other[scope] ?? 0)]));
