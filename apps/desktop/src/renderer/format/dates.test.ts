import { localClockTime } from '@lianyi/schema/basics/dates';
import { expect, test } from 'vitest';
import { clinicDay, followClinicClock } from './clinicClock.ts';
import { ago, clock, fullDate, looseDate, minutesText, momentText, recentMoment, relativeDay, shortDate, spanOfDays, weekday } from './dates.ts';

const today = '2026-03-09';
const now = new Date(2026, 2, 9, 9, 42);
const at = (month: number, date: number, hours: number, minutes: number, year = 2026): string => new Date(year, month - 1, date, hours, minutes).toISOString();

test('a day is written as people of each language write it', () => {
  expect([fullDate('1959-02-14', 'zh'), fullDate('1959-02-14', 'en')]).toEqual(['1959年2月14日', '14 Feb 1959']);
  expect([shortDate(today, today, 'zh'), shortDate('2025-12-04', today, 'zh'), shortDate('2023-11-05', today, 'zh')]).toEqual(['3月9日', '去年12月4日', '2023年11月5日']);
  expect([shortDate(today, today, 'en'), shortDate('2025-12-04', today, 'en')]).toEqual(['9 Mar', '4 Dec 2025']);
  expect([weekday(today, 'zh'), weekday(today, 'en')]).toEqual(['星期一', 'Monday']);
});

test('a loose date is as exact as one needs it, and vaguer the longer ago it is', () => {
  const loose = (day: string) => looseDate(day, today, 'zh');
  expect([today, '2026-03-08', '2026-02-23', '2025-12-04', '2024-05-01', '2019-05-01'].map(loose)).toEqual(['今天', '昨天', '2月23日', '去年12月', '2024年5月', '2019年']);
});

test('days from now are counted in days, then in months, then in years', () => {
  const relative = (day: string) => relativeDay(day, today, 'zh');
  expect([today, '2026-03-10', '2026-03-06', '2026-03-16', '2025-12-05', '2025-09-09', '2020-03-09'].map(relative)).toEqual(['今天', '明天', '3 天前', '7 天后', '94 天前', '6 个月前', '5 年前']);
  expect([spanOfDays(1, 'en'), spanOfDays(67, 'en'), spanOfDays(200, 'en')]).toEqual(['1 day', '67 days', '7 months']);
});

test('a moment has its clock while it is near, and says how long ago it was', () => {
  expect([momentText(at(3, 9, 9, 24), now, 'zh'), momentText(at(3, 8, 18, 42), now, 'zh'), momentText(at(3, 6, 8, 10), now, 'zh')]).toEqual(['今天 09:24', '昨天 18:42', '3月6日 08:10']);
  expect(momentText(at(3, 6, 8, 10), now, 'en')).toBe('6 Mar, 08:10');
  expect([recentMoment(at(3, 8, 18, 42), now, 'zh'), recentMoment(at(3, 5, 9, 0), now, 'zh')]).toEqual(['昨天 18:42', '3月5日']);
  expect([at(3, 9, 9, 42), at(3, 9, 9, 41), at(3, 9, 6, 0), at(3, 6, 8, 10)].map((moment) => ago(moment, now, 'zh'))).toEqual(['刚刚', '1 分钟前', '3 小时前', '3 天前']);
  expect(clock(at(3, 9, 7, 5))).toBe('07:05');
});

test('the day and the hours are those of the clinic, in whatever zone the browser stands', () => {
  const moment = '2026-03-09T20:30:00Z';
  const later = new Date('2026-03-10T02:00:00Z');
  const shown = (hostNow: string) => { followClinicClock(hostNow); return [clinicDay(new Date(moment)), clock(moment), momentText(moment, later, 'zh')]; };
  try {
    expect(shown('2026-03-10T10:00:00+08:00')).toEqual(['2026-03-10', '04:30', '今天 04:30']);
    expect(shown('2026-03-10T02:00:00+00:00')).toEqual(['2026-03-09', '20:30', '昨天 20:30']);
    expect(shown('2026-03-09T22:30:00-03:30')).toEqual(['2026-03-09', '17:00', '今天 17:00']);
  } finally {
    followClinicClock(localClockTime(new Date()));
  }
});

test('a moment ahead of this clock counts as now, whatever a wrong clock says', () => {
  expect(ago(at(3, 9, 12, 0, 2030), now, 'zh')).toBe('刚刚');
});

test('waiting times turn into hours', () => {
  expect([9, 60, 76].map((minutes) => minutesText(minutes, 'zh'))).toEqual(['9 分', '1 小时', '1 小时 16 分']);
  expect(minutesText(76, 'en')).toBe('1 h 16 min');
});
