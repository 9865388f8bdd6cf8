import type { Age } from '@lianyi/schema/basics/dates';
import type { Language } from '../i18n/language.ts';

/** Under a month in days, under three years in months, then years: `28 天`, `7 个月`, `67 岁`; `28 d`, `7 mo`, `67 y`. */
function ageText({ years, months, days }: Age, language: Language): string {
  const zh = language === 'zh';
  if (months < 1) return zh ? `${days} 天` : `${days} d`;
  if (years < 3) return zh ? `${months} 个月` : `${months} mo`;
  return zh ? `${years} 岁` : `${years} y`;
}

/** `女`, `Female`, `性别不详`. */
export function sexText(sex: string, language: Language): string {
  const words = language === 'zh' ? { male: '男', female: '女' } : { male: 'Male', female: 'Female' };
  if (sex === 'male' || sex === 'female') return words[sex];
  return language === 'zh' ? '性别不详' : 'Sex unknown';
}

/** `女 67 岁`, `Female, 67 y`. */
export function sexAge(sex: string, age: Age, language: Language): string {
  return language === 'zh' ? `${sexText(sex, language)} ${ageText(age, language)}` : `${sexText(sex, language)}, ${ageText(age, language)}`;
}

/** For a column, with the unit: `女 67 岁`, `F 67 y`. */
export function sexAgeShort(sex: string, age: Age, language: Language): string {
  const marks = language === 'zh' ? { male: '男', female: '女' } : { male: 'M', female: 'F' };
  return `${sex === 'male' || sex === 'female' ? marks[sex] : '?'} ${ageText(age, language)}`;
}
