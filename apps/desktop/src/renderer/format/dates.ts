import { daysBetween } from '@lianyi/schema/basics/dates';
import type { Language } from '../i18n/language.ts';
import { clinicDay, onClinicClock } from './clinicClock.ts';

const englishMonths = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;
const chineseWeekdays = ['星期日', '星期一', '星期二', '星期三', '星期四', '星期五', '星期六'] as const;
const englishWeekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;

interface Parts { readonly year: number; readonly month: number; readonly date: number }

function parts(day: string): Parts {
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
  return `${yearBefore(year, thisYear)}${month}月${date}日`;
}

/** As exact as one needs it: `今天`, `2月23日`, `去年12月`, `2023年11月`, `2019年`. */
export function looseDate(day: string, today: string, language: Language): string {
  const { year, month } = parts(day);
  const thisYear = parts(today).year;
  const days = daysBetween(day, today);
  if (days >= 0 && days <= 1) return relativeDay(day, today, language);
  if (year === thisYear) return shortDate(day, today, language);
  if (thisYear - year > 2) return language === 'zh' ? `${year}年` : String(year);
  return language === 'zh' ? `${yearBefore(year, thisYear)}${month}月` : `${englishMonths[month - 1] ?? ''} ${year}`;
}

function yearBefore(year: number, thisYear: number): string {
  if (year === thisYear) return '';
  return year === thisYear - 1 ? '去年' : `${year}年`;
}

/** `今天`, `昨天`, `3 天前`, `5 天后`, `2 个月前`, `3 年前`. */
export function relativeDay(day: string, today: string, language: Language): string {
  const days = daysBetween(day, today);
  const zh = language === 'zh';
  if (days === 0) return zh ? '今天' : 'today';
  if (days === 1) return zh ? '昨天' : 'yesterday';
  if (days === -1) return zh ? '明天' : 'tomorrow';
  const span = spanOfDays(Math.abs(days), language);
  if (days > 0) return zh ? `${span}前` : `${span} ago`;
  return zh ? `${span}后` : `in ${span}`;
}

/** `3 天`, `2 个月`, `3 年`; `3 days`, `2 months`, `3 years`. */
export function spanOfDays(days: number, language: Language): string {
  if (days < 100) return language === 'zh' ? `${days} 天` : `${days} day${days === 1 ? '' : 's'}`;
  if (days < 730) {
    const months = Math.round(days / 30.44);
    return language === 'zh' ? `${months} 个月` : `${months} months`;
  }
  const years = Math.floor(days / 365.25);
  return language === 'zh' ? `${years} 年` : `${years} years`;
}

export function weekday(day: string, language: Language): string {
  const index = new Date(`${day}T00:00:00Z`).getUTCDay();
  return (language === 'zh' ? chineseWeekdays : englishWeekdays)[index] ?? '';
}

/** `09:42` on the clinic's clock. */
export function clock(moment: string): string {
  const time = onClinicClock(new Date(moment));
  return `${two(time.getHours())}:${two(time.getMinutes())}`;
}

/** `09:42:18` */
export function clockWithSeconds(moment: string): string {
  return `${clock(moment)}:${two(new Date(moment).getSeconds())}`;
}

/** `今天 09:24`, `昨天 18:42`, `3月6日 08:10`, `去年12月4日 09:00`. */
export function momentText(moment: string, now: Date, language: Language): string {
  const day = clinicDay(new Date(moment));
  const today = clinicDay(now);
  const days = daysBetween(day, today);
  const date = days >= 0 && days <= 1 ? relativeDay(day, today, language) : shortDate(day, today, language);
  return language === 'zh' ? `${date} ${clock(moment)}` : `${date}, ${clock(moment)}`;
}

/** `今天 09:24`, `昨天 18:42`, and without the clock before that: `3月5日`, `去年12月`. */
export function recentMoment(moment: string, now: Date, language: Language): string {
  const day = clinicDay(new Date(moment));
  const days = daysBetween(day, clinicDay(now));
  return days >= 0 && days <= 1 ? momentText(moment, now, language) : looseDate(day, clinicDay(now), language);
}

/** `刚刚`, `1 分钟前`, `3 小时前`, `3 天前`. A moment ahead of this clock counts as now. */
export function ago(moment: string, now: Date, language: Language): string {
  const minutes = Math.floor((now.getTime() - Date.parse(moment)) / 60_000);
  const zh = language === 'zh';
  if (minutes < 1) return zh ? '刚刚' : 'just now';
  if (minutes < 60) return zh ? `${minutes} 分钟前` : `${minutes} min ago`;
  if (minutes < 24 * 60) return zh ? `${Math.floor(minutes / 60)} 小时前` : `${Math.floor(minutes / 60)} h ago`;
  return zh ? `${spanOfDays(Math.floor(minutes / 1440), language)}前` : `${spanOfDays(Math.floor(minutes / 1440), language)} ago`;
}

/** Minutes as people say them: `9 分`, `1 小时 5 分`. */
export function minutesText(minutes: number, language: Language): string {
  const zh = language === 'zh';
  if (minutes < 60) return zh ? `${minutes} 分` : `${minutes} min`;
  const rest = minutes % 60;
  return zh ? `${Math.floor(minutes / 60)} 小时${rest === 0 ? '' : ` ${rest} 分`}` : `${Math.floor(minutes / 60)} h${rest === 0 ? '' : ` ${rest} min`}`;
}

const two = (n: number): string => String(n).padStart(2, '0');
