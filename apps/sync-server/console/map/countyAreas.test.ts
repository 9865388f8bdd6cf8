import { describe, expect, test } from 'vitest';
import { countyAreas, type Area } from './countyAreas.ts';

describe('the schematic map', () => {
  test.each([1, 2, 3, 7, 12, 26])('cuts the county into %i areas that together are the county, none of them a sliver', (count) => {
    const areas = countyAreas(count);
    const whole = surface(countyAreas(1)[0]);
    expect(areas).toHaveLength(count);
    expect(areas.reduce((sum, area) => sum + surface(area), 0)).toBeCloseTo(whole, 0);
    for (const area of areas) expect(surface(area)).toBeGreaterThan((whole / count) * 0.5);
  });

  test('is the same every time, and empty for no township', () => {
    expect(countyAreas(12)).toEqual(countyAreas(12));
    expect(countyAreas(0)).toEqual([]);
  });
});

function surface(area: Area | undefined): number {
  const outline = area?.outline ?? [];
  return Math.abs(outline.reduce((sum, [x, y], at) => {
    const [nextX, nextY] = outline[(at + 1) % outline.length] ?? [x, y];
    return sum + x * nextY - nextX * y;
  }, 0)) / 2;
}
