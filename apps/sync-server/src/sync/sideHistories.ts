import type { Ancestor, History } from '@lianyi/schema/wire/history';
import { forkNumbersOf } from '@lianyi/schema/wire/history';
import type { ExchangeParts } from './county.ts';
import { epochsOf } from './history.ts';

type OneHistory = Pick<History, 'epoch' | 'ancestry'>;

/** A history and those that it goes back to, the oldest first: what was saved under any of them may come. */
export const historiesOf = ({ epoch, ancestry }: OneHistory): readonly OneHistory[] =>
  [...ancestry.map((one, at) => ({ epoch: one.epoch, ancestry: ancestry.slice(at + 1) })).toReversed(), { epoch, ancestry }];

/**
 * How far another history of this county is the same as this one: a county that is restored twice knows nothing of what
 * clinics went over to in between, but they have it in its own signed words. Pure.
 * @returns null where the two have nothing in common
 */
export function commonPart(county: Pick<ExchangeParts, 'epoch' | 'ancestry'>, { epoch, ancestry }: OneHistory): Ancestor | null {
  const known = epochsOf(county);
  const shared = ancestry.find((one) => known.has(one.epoch));
  const theirs = shared && forkNumbersOf({ ancestry }, shared.epoch);
  if (!shared || !theirs) return null;
  const ours = shared.epoch === county.epoch ? theirs : (forkNumbersOf({ ancestry: [...county.ancestry] }, shared.epoch) ?? {});
  return { epoch, forkNumbers: Object.fromEntries(Object.entries(theirs).map(([scope, number]) => [scope, Math.min(number, ours[scope] ?? 0)])) };
}
