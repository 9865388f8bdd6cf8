import { daysBetween } from '@lianyi/schema/basics/dates';
import type { Language } from '../i18n/language.ts';
import { countyDay, onCountyClock } from './countyClock.ts';

const englishMonths = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;
const chineseWeekdays = ['星期日', '星期一', '星期二', '星期三', '星期四', '星期五', '星期六'] as const;
const englishWeekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;

function parts(day: string): { readonly year: number; readonly month: number; readonly date: number } {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return { year, month, date };
}

/** `1959年2月14日`, `14 Feb 1959`. */
export function fullDate(day: string, language: Language): string {
  const { year, month, date } = parts(day);
  return language === 'zh' ? `${year}年${month}月${date}日` : `${date} ${englishMonths[month - 1] ?? ''} ${year}`;
}

/** `3月9日`, `去年12月4日`, `2023年11月2日`; `9 Mar`, `4 Dec 2025`. */
export function shortDate(day: string, today: string, language: Language): string {
  const { year, month, date } = parts(day);
  const thisYear = parts(today).year;
  if (language === 'en') return `${date} ${englishMonths[month - 1] ?? ''}${year === thisYear ? '' : ` ${year}`}`;
  const yearWords = year === thisYear ? '' : year === thisYear - 1 ? '去年' : `${year}年`;
  return `${yearWords}${month}月${date}日`;
}

export function weekday(day: string, language: Language): string {
  const index = new Date(`${day}T00:00:00Z`).getUTCDay();
  return (language === 'zh' ? chineseWeekdays : englishWeekdays)[index] ?? '';
}

/** `09:42` on the county's clock. */
export function clock(moment: string): string {
  const time = onCountyClock(new Date(moment));
  return `${two(time.getHours())}:${two(time.getMinutes())}`;
}

/** `09:42:18` */
export function clockWithSeconds(moment: string): string {
  return `${clock(moment)}:${two(new Date(moment).getSeconds())}`;
}

/** `今天 09:24`, `昨天 18:42`, `3月6日 08:10`, `去年12月4日 09:00`. */
export function momentText(moment: string, now: Date, language: Language): string {
  const day = countyDay(new Date(moment));
  const today = countyDay(now);
  const days = daysBetween(day, today);
  const near = language === 'zh' ? ['今天', '昨天'] : ['today', 'yesterday'];
  const date = near[days] ?? shortDate(day, today, language);
  return language === 'zh' ? `${date} ${clock(moment)}` : `${date}, ${clock(moment)}`;
}

/** `刚刚`, `1 分钟前`, `3 小时前`, `3 天前`, `2 个月前`. A moment ahead of this clock counts as now. */
export function ago(moment: string, now: Date, language: Language): string {
  const minutes = Math.floor((now.getTime() - Date.parse(moment)) / 60_000);
  const zh = language === 'zh';
  if (minutes < 1) return zh ? '刚刚' : 'just now';
  return zh ? `${span(minutes, language)}前` : `${span(minutes, language)} ago`;
}

/** `1 分钟`, `3 小时`, `3 天`, `2 个月`, `3 年`. */
export function span(minutes: number, language: Language): string {
  const zh = language === 'zh';
  if (minutes < 60) return zh ? `${minutes} 分钟` : `${minutes} min`;
  if (minutes < 24 * 60) return zh ? `${Math.floor(minutes / 60)} 小时` : `${Math.floor(minutes / 60)} h`;
  const days = Math.floor(minutes / 1440);
  if (days < 60) return zh ? `${days} 天` : `${days} day${days === 1 ? '' : 's'}`;
  if (days < 730) return zh ? `${Math.round(days / 30.44)} 个月` : `${Math.round(days / 30.44)} months`;
  return zh ? `${Math.floor(days / 365.25)} 年` : `${Math.floor(days / 365.25)} years`;
}

const two = (n: number): string => String(n).padStart(2, '0');
