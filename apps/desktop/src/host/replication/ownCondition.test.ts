import { expect, test } from 'vitest';
import type { ConditionTeller } from './ownCondition.ts';
import { conditionTeller } from './ownCondition.ts';

let [nowMs, freeMb, trouble] = [Date.parse('2026-03-09T10:00:00+08:00'), 50_000, null as string | null];
const aTeller = (): ConditionTeller => {
  [nowMs, freeMb, trouble] = [Date.parse('2026-03-09T10:00:00+08:00'), 50_000, null];
  return conditionTeller({ now: () => new Date(nowMs), diskFreeBytes: () => freeMb * 1e6, trouble: () => trouble });
};
/** One exchange that the county answers, by a clock that is right. */
const exchanged = (teller: ConditionTeller, oldestAt: string | null = null, countyMs = nowMs) => {
  const said = teller.due(oldestAt);
  teller.told(said, new Date(countyMs).toISOString());
  return said !== undefined;
};

test('DEV-6 a PC says how it fares with the first exchange of a run, and then not until something has changed', () => {
  const teller = aTeller();
  const first = teller.due(null);
  expect(first).toMatchObject({ diskFreeMb: 50_000, outboxOldestAt: null, trouble: null });
  // The answer was lost: it is said again.
  expect(teller.due(null)).toEqual(first);
  expect(exchanged(teller)).toBe(true);
  nowMs += 3_600_000;
  freeMb = 45_000;
  expect(exchanged(teller)).toBe(false);
  freeMb = 39_000;
  expect([exchanged(teller), exchanged(teller)]).toEqual([true, false]);
  trouble = 'diskFull';
  expect([exchanged(teller), exchanged(teller)]).toEqual([true, false]);
});

test('DEV-6 what waits is said when it begins, when it has grown an hour older or newer, and when it is gone', () => {
  const teller = aTeller();
  exchanged(teller);
  expect([exchanged(teller, '2026-03-09T09:00:00+08:00'), exchanged(teller, '2026-03-09T09:30:00+08:00'), exchanged(teller, '2026-03-09T10:30:00+08:00'), exchanged(teller), exchanged(teller)])
    .toEqual([true, false, true, true, false]);
});

test('DEV-6 a clock that runs away from the county\'s is said again; one that has always been wrong is not', () => {
  const teller = aTeller();
  const yearMs = 365 * 86_400_000;
  expect(exchanged(teller, null, nowMs - yearMs)).toBe(true);
  expect(exchanged(teller, null, nowMs - yearMs)).toBe(false);
  expect(exchanged(teller, null, nowMs - 30_000 - yearMs)).toBe(false);
  // Seen with an answer, said with the next request.
  expect([exchanged(teller, null, nowMs), exchanged(teller, null, nowMs), exchanged(teller, null, nowMs)]).toEqual([false, true, false]);
});

test('DEV-6 a county that does not understand it is told no more', () => {
  const teller = aTeller();
  teller.notUnderstood();
  expect(teller.due(null)).toBeUndefined();
});
