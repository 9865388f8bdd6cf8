import { afterEach, expect, test } from 'vitest';
import { countyDay, countyDayBegins, followCountyClock } from './countyClock.ts';
import { clock, clockWithSeconds, momentText } from './dates.ts';

const zone = process.env['TZ'];
afterEach(() => {
  if (zone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = zone;
  followCountyClock(8 * 60);
});

test.each(['UTC', 'Asia/Shanghai', 'America/Los_Angeles', 'Pacific/Kiritimati'])('A browser in %s shows the hours and days of the county', (browser) => {
  process.env['TZ'] = browser;
  const now = new Date('2026-03-09T16:30:00Z');
  expect([countyDay(now), clock('2026-03-09T16:05:07Z'), clockWithSeconds('2026-03-09T16:05:07Z')]).toEqual(['2026-03-10', '00:05', '00:05:07']);
  expect(momentText('2026-03-09T16:05:00Z', now, 'zh')).toBe('今天 00:05');
  expect(momentText('2026-03-09T15:59:00Z', now, 'en')).toBe('yesterday, 23:59');
  expect([countyDayBegins('2026-03-10')?.toISOString(), countyDayBegins('2026-03-31', 1)?.toISOString(), countyDayBegins('')]).toEqual(['2026-03-09T16:00:00.000Z', '2026-03-31T16:00:00.000Z', null]);
  followCountyClock(6 * 60);
  expect([countyDay(now), clock('2026-03-09T16:05:00Z')]).toEqual(['2026-03-09', '22:05']);
});
