import type { Age } from '@lianyi/schema/basics/dates';
import { useMemo } from 'react';
import { useLanguage, type Language } from '../i18n/language.ts';
import { clinicDay } from './clinicClock.ts';
import { ageText, sexAge, sexAgeShort, sexText, sexYears } from './ages.ts';
import { ago, clock, fullDate, looseDate, minutesText, momentText, recentMoment, relativeDay, shortDate, spanOfDays, weekday } from './dates.ts';
import { labelledText, listText, sentencesText } from './lists.ts';
import { useNow } from './useNow.ts';

/** Dates and ages in the language of this PC, relative to now. Days are `YYYY-MM-DD`, moments ISO 8601. */
export interface Format {
  readonly language: Language;
  readonly now: Date;
  readonly today: string;
  /** `1959年2月14日` */
  readonly fullDate: (day: string) => string;
  /** `3月9日`, `去年12月4日` */
  readonly shortDate: (day: string) => string;
  /** `今天`, `2月23日`, `去年12月`, `2019年` */
  readonly looseDate: (day: string) => string;
  /** `3 天前`, `5 天后` */
  readonly relativeDay: (day: string) => string;
  readonly spanOfDays: (days: number) => string;
  readonly weekday: (day: string) => string;
  /** `09:42` */
  readonly clock: (moment: string) => string;
  /** `昨天 18:42` */
  readonly moment: (moment: string) => string;
  /** `昨天 18:42`, then without the clock: `3月5日`, `去年12月` */
  readonly recent: (moment: string) => string;
  /** `3 小时前` */
  readonly ago: (moment: string) => string;
  /** Words one after the other: `青霉素、磺胺类`, `Penicillins, sulfonamides`. */
  readonly list: (words: readonly string[]) => string;
  /** Statements one after the other, the empty ones left out: `皮疹；换药`, `rash; change it`. */
  readonly sentences: (statements: readonly string[]) => string;
  /** `数量：太大`, `Quantity: too large` */
  readonly labelled: (label: string, words: string) => string;
  readonly minutes: (minutes: number) => string;
  readonly age: (age: Age) => string;
  readonly sex: (sex: string) => string;
  readonly sexAge: (sex: string, age: Age) => string;
  /** `女 67 岁`, `F 67 y` */
  readonly sexAgeShort: (sex: string, age: Age) => string;
  /** `女 67` */
  readonly sexYears: (sex: string, years: number) => string;
}

export function useFormat(): Format {
  const language = useLanguage();
  const now = useNow();
  return useMemo(() => {
    const today = clinicDay(now);
    return {
      language,
      now,
      today,
      fullDate: (day) => fullDate(day, language),
      shortDate: (day) => shortDate(day, today, language),
      looseDate: (day) => looseDate(day, today, language),
      relativeDay: (day) => relativeDay(day, today, language),
      spanOfDays: (days) => spanOfDays(days, language),
      weekday: (day) => weekday(day, language),
      clock,
      moment: (moment) => momentText(moment, now, language),
      recent: (moment) => recentMoment(moment, now, language),
      ago: (moment) => ago(moment, now, language),
      list: (words) => listText(words, language),
      sentences: (statements) => sentencesText(statements, language),
      labelled: (label, words) => labelledText(label, words, language),
      minutes: (minutes) => minutesText(minutes, language),
      age: (age) => ageText(age, language),
      sex: (sex) => sexText(sex, language),
      sexAge: (sex, age) => sexAge(sex, age, language),
      sexAgeShort: (sex, age) => sexAgeShort(sex, age, language),
      sexYears: (sex, years) => sexYears(sex, years, language),
    };
  }, [language, now]);
}
