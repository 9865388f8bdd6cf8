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
  for (const other of [...certificates, ...(history === null ? [] : [history])].flatMap(historiesOf)) {
    if (epochsOf(county).has(other.epoch)) continue;
    const common = commonPart(county, other);
    if (common === null) return 'nothingInCommon';
    await county.learnHistory(common);
  }
  return null;
}

type OneHistory = Pick<History, 'epoch' | 'ancestry'>;

/** A history and those that it goes back to, the oldest first: what was saved under any of them may come. */
const historiesOf = ({ epoch, ancestry }: OneHistory): readonly OneHistory[] =>
  [...ancestry.map((one, at) => ({ epoch: one.epoch, ancestry: ancestry.slice(at + 1) })).toReversed(), { epoch, ancestry }];

/**
 * How far another history of this county is the same as this one. Pure.
 * @returns null where the two have nothing in common
 */
export function commonPart(county: Pick<County, 'epoch' | 'ancestry'>, { epoch, ancestry }: OneHistory): Ancestor | null {
  const known = epochsOf(county);
  const shared = ancestry.find((one) => known.has(one.epoch));
  const theirs = shared && forkNumbersOf({ ancestry }, shared.epoch);
  if (!shared || !theirs) return null;
  const ours = shared.epoch === county.epoch ? theirs : (forkNumbersOf({ ancestry: [...county.ancestry] }, shared.epoch) ?? {});
  return { epoch, forkNumbers: Object.fromEntries(Object.entries(theirs).map(([scope, number]) => [scope, Math.min(number, ours[scope] ?? 0)])) };
}
