import { expect, it } from 'vitest';
import { placeTowards } from './placeTowards.ts';

it('goes on over lines that cannot be picked, round at both ends, and says when there is none', () => {
  const canPick = (line: string) => line !== '-';
  const lines = ['-', 'a', '-', 'b', '-'];
  expect([placeTowards(lines, canPick, 1, 2), placeTowards(lines, canPick, 3, 4), placeTowards(lines, canPick, 1, 0), placeTowards(lines, canPick, -1, 0)]).toEqual([3, 1, 3, 1]);
  expect(placeTowards(['-'], canPick, 0, 1)).toBe(-1);
  expect(placeTowards([], canPick, -1, 0)).toBe(-1);
});
