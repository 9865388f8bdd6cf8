import { expect, test } from 'vitest';
import { lunarDay } from './lunarDay.ts';

test.each([
  ['2026-02-17', '农历正月初一'],
  ['2026-03-09', '农历正月廿一'],
  ['2025-07-25', '农历闰六月初一'],
  ['2026-02-26', '农历正月初十'],
  ['2026-03-08', '农历正月二十'],
  ['2026-03-18', '农历正月三十'],
  ['2026-02-16', '农历腊月廿九'],
])('%s is %s', (day, lunar) => {
  expect(lunarDay(day)).toBe(lunar);
});
