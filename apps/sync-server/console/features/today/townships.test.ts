import { describe, expect, test } from 'vitest';
import type { Standing } from '../../live/standing.ts';
import { heardLane } from '../../live/heard.ts';
import { coverageOf, townshipsOf } from './townships.ts';

const now = new Date('2026-03-09T09:42:00Z');
const hoursAgo = (hours: number): string => new Date(now.getTime() - hours * 3_600_000).toISOString();

function aStanding(id: string, parentId: string | null, parts: Partial<Standing> = {}): Standing {
  return { id, parentId, name: id, shortName: id, type: 'village', devices: 1, lastHeardAt: hoursAgo(1), waiting: 0, visitsToday: 0, updatedAt: hoursAgo(1), ...parts };
}

describe('townships', () => {
  test('count the institutions below them that have a PC, and those heard within 24 hours', () => {
    const [township] = townshipsOf([
      aStanding('county', null, { type: 'county', devices: 0, lastHeardAt: null }),
      aStanding('云岭镇卫生院', 'county', { type: 'township', visitsToday: 30 }),
      aStanding('青石坪', '云岭镇卫生院', { visitsToday: 12 }),
      aStanding('岩脚', '云岭镇卫生院', { lastHeardAt: hoursAgo(25) }),
      aStanding('木叶', '云岭镇卫生院', { devices: 0, lastHeardAt: null }),
      aStanding('别处', 'county'),
    ], now);
    expect(township).toMatchObject({ name: '云岭镇', equipped: 3, heard: 2, visitsToday: 42 });
    expect(township?.members.map(({ id }) => id)).toEqual(['云岭镇卫生院', '青石坪', '岩脚', '木叶']);
  });

  test('end at a circle of parents', () => {
    const circle = [aStanding('a', 'b', { type: 'township' }), aStanding('b', 'a')];
    expect(townshipsOf(circle, now)[0]?.members.map(({ id }) => id)).toEqual(['a', 'b']);
  });

  test.each([[0, 0, 'none'], [14, 14, 'all'], [18, 17, 'most'], [10, 8, 'most'], [12, 7, 'some'], [2, 1, 'some'], [13, 3, 'few'], [3, 0, 'few']] as const)(
    'with %i institutions, %i of them heard, is painted as %s', (equipped, heard, coverage) => { expect(coverageOf({ equipped, heard })).toBe(coverage); },
  );
});

test.each([[0, 'hour'], [-5, 'hour'], [0.99, 'hour'], [1, 'day'], [23.9, 'day'], [24, 'threeDays'], [71, 'threeDays'], [72, 'longer']] as const)('heard %d hours ago stands in the lane %s', (hours, lane) => {
  expect(heardLane(hoursAgo(hours), now)).toBe(lane);
});

test('never heard stands with the longest silent', () => {
  expect(heardLane(null, now)).toBe('longer');
});
