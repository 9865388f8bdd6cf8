import type { Age } from '@lianyi/schema/basics/dates';
import type { Language } from '../i18n/language.ts';

/** Under a month in days, under three years in months, then years: `28 天`, `7 个月`, `67 岁`; `28 d`, `7 mo`, `67 y`. */
export function ageText({ years, months, days }: Age, language: Language): string {
  const zh = language === 'zh';
  if (months < 1) return zh ? `${days} 天` : `${days} d`;
  if (years < 3) return zh ? `${months} 个月` : `${months} mo`;
  return zh ? `${years} 岁` : `${years} y`;
}

export function sexText(sex: string, language: Language): string {
  if (sex === 'male') return language === 'zh' ? '男' : 'Male';
  if (sex === 'female') return language === 'zh' ? '女' : 'Female';
  return language === 'zh' ? '性别不详' : 'Sex unknown';
}

/** `女 67 岁`, `Female, 67 y`. */
export function sexAge(sex: string, age: Age, language: Language): string {
  return language === 'zh' ? `${sexText(sex, language)} ${ageText(age, language)}` : `${sexText(sex, language)}, ${ageText(age, language)}`;
}

/** For a column, with the unit: `女 67 岁`, `F 67 y`. */
export function sexAgeShort(sex: string, age: Age, language: Language): string {
  return `${sexMark(sex, language)} ${ageText(age, language)}`;
}

/** For a column: `女 67`, `F 67`. */
export function sexYears(sex: string, years: number, language: Language): string {
  return `${sexMark(sex, language)} ${years}`;
}

function sexMark(sex: string, language: Language): string {
  if (sex === 'male') return language === 'zh' ? '男' : 'M';
  if (sex === 'female') return language === 'zh' ? '女' : 'F';
  return '?';
}
