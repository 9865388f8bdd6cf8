import { expect, test } from 'vitest';
import type { Load } from './push.ts';
import { firstLoad, lighter, loadAfter } from './push.ts';

/** A line that takes so long for a trip, and for a byte. */
const settled = (tripMs: number, bytesPerMs: number): Load => {
  let load = firstLoad;
  for (let round = 0; round < 30; round += 1) load = loadAfter(load, tripMs + load.bytes / 3 / bytesPerMs);
  return load;
};

test('LINE-13 a request aims at two seconds: a line that is quick carries all that one may hold, a slow one little', () => {
  expect(settled(20, 1_000)).toEqual({ bytes: 1_000_000, pageDocuments: 500 });
  // 16 kbit/s and 800 ms: some kilobytes, and never less than are worth the trip.
  const slow = settled(800, 2);
  expect(slow.bytes).toBeGreaterThanOrEqual(40_000);
  expect(800 + slow.bytes / 3 / 2).toBeLessThan(8_000);
  expect(settled(800, 40).bytes).toBeGreaterThan(slow.bytes);
});

test('LINE-13 what did not get through is tried with half of it, down to what is worth a trip', () => {
  let load = firstLoad;
  for (let round = 0; round < 20; round += 1) load = lighter(load);
  expect(load).toEqual({ bytes: 40_000, pageDocuments: 20 });
});
