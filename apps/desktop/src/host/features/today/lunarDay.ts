import type { CalendarDate } from '@lianyi/schema/basics/dates';

const lunarCalendar = new Intl.DateTimeFormat('zh-CN-u-ca-chinese', { timeZone: 'UTC', month: 'long', day: 'numeric' });
const tens = ['初', '十', '廿', '三'] as const;
const ones = ['', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十'] as const;

/** The day of the farmers' calendar, by which villages keep markets and feasts: `农历正月廿一`. */
export function lunarDay(day: CalendarDate): string {
  const parts = lunarCalendar.formatToParts(new Date(`${day}T00:00:00Z`));
  const month = parts.find((part) => part.type === 'month')?.value ?? '';
  const date = Number(parts.find((part) => part.type === 'day')?.value ?? 0);
  return `农历${month}${lunarDate(date)}`;
}

/** 1 初一, 10 初十, 11 十一, 20 二十, 21 廿一, 30 三十. */
function lunarDate(date: number): string {
  if (date === 20) return '二十';
  if (date === 30) return '三十';
  if (date === 10) return '初十';
  return `${tens[Math.floor(date / 10)] ?? ''}${ones[date % 10] ?? ''}`;
}
