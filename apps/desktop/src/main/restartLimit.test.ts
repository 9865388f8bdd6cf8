import { expect, test } from 'vitest';
import { restartLimit } from './restartLimit.ts';

test('three deaths within a minute are restarted in silence, the fourth asks; after a quiet minute it begins anew', () => {
  const mayRestart = restartLimit();
  expect([0, 10_000, 20_000, 30_000].map(mayRestart)).toEqual([true, true, true, false]);
  expect(mayRestart(100_000)).toBe(true);
});
