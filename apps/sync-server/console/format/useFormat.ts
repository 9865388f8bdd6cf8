import { ageOn } from '@lianyi/schema/basics/dates';
import { useMemo } from 'react';
import { useLanguage, type Language } from '../i18n/language.ts';
import { sexAge, sexAgeShort } from './ages.ts';
import { countyDay } from './countyClock.ts';
import { ago, fullDate, momentText, shortDate, span, weekday } from './dates.ts';
import { useNow } from './useNow.ts';

/** Dates and ages in the language of this browser, relative to now. Days are `YYYY-MM-DD`, moments ISO 8601. */
export interface Format {
  readonly language: Language;
  readonly now: Date;
  readonly today: string;
  /** `1959年2月14日` */
  readonly fullDate: (day: string) => string;
  /** `3月9日`, `去年12月4日` */
  readonly shortDate: (day: string) => string;
  readonly weekday: (day: string) => string;
  /** `昨天 18:42` */
  readonly moment: (moment: string) => string;
  /** `3 小时前` */
  readonly ago: (moment: string) => string;
  /** How long since: `9 天` */
  readonly since: (moment: string) => string;
  /** `女 67 岁` from sex and birth date */
  readonly sexAge: (sex: string, birthDate: string) => string;
  /** The same for a column: `F 67 y` */
  readonly sexAgeShort: (sex: string, birthDate: string) => string;
}

export function useFormat(): Format {
  const language = useLanguage();
  const now = useNow();
  return useMemo(() => {
    const today = countyDay(now);
    return {
      language,
      now,
      today,
      fullDate: (day) => fullDate(day, language),
      shortDate: (day) => shortDate(day, today, language),
      weekday: (day) => weekday(day, language),
      moment: (moment) => momentText(moment, now, language),
      ago: (moment) => ago(moment, now, language),
      since: (moment) => span(Math.max(0, Math.floor((now.getTime() - Date.parse(moment)) / 60_000)), language),
      sexAge: (sex, birthDate) => sexAge(sex, ageOn(birthDate, today), language),
      sexAgeShort: (sex, birthDate) => sexAgeShort(sex, ageOn(birthDate, today), language),
    };
  }, [language, now]);
}
