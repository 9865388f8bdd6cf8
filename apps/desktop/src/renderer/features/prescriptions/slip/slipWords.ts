import { frequencies, routes } from '@lianyi/schema/codes/usage';
import { clinicDay } from '../../../format/clinicClock.ts';
import { clock, clockWithSeconds } from '../../../format/dates.ts';
import type { SlipView } from '../../../../contract/views.ts';

/*
 * The slip is a legal form of one language (处方管理办法 2007, article 6 and annex 1): its words are part of its
 * design and do not change with the language of the screen. So they stand here and not among the words of the app.
 */

export type SlipItem = SlipView['items'][number];

export const typeWords: Readonly<Record<SlipView['type'], string>> = { general: '普通', emergency: '急诊', paediatric: '儿科', long: '长期' };

/** Coloured paper of emergency and paediatric slips; the law names the colours, article 5. */
export const paperByType: Readonly<Record<SlipView['type'], string>> = { general: '#fff', emergency: '#fffbe0', paediatric: '#eefae8', long: '#fff' };

const roleWords: Readonly<Record<string, string>> = {
  villageDoctor: '乡村医生', physician: '执业医师', assistantPhysician: '执业助理医师', nurse: '护士', pharmacist: '药师',
};
export const roleWord = (role: string): string => roleWords[role] ?? '';

const sexWords: Readonly<Record<string, string>> = { male: '男', female: '女' };
export const sexWord = (sex: string): string => sexWords[sex] ?? '未知';

/** Newborns in days, infants in months, small children in years and months: article 6 asks for it. */
export function ageWords({ years, months, days }: SlipView['ageText']): string {
  if (months < 1) return `${days} 天`;
  if (years < 1) return `${months} 个月`;
  if (years < 3) return `${years} 岁 ${months % 12} 个月`;
  return `${years} 岁`;
}

/** `2026-03-09` as the form has it. */
export function dayWords(day: string): string {
  const [year = '', month = '', date = ''] = day.slice(0, 10).split('-');
  return `${year} 年 ${Number(month)} 月 ${Number(date)} 日`;
}

/** `0.25 g×6 片 / 盒` */
export function specificationWords({ specification, packSize, packUnit, unit }: SlipItem): string {
  return packSize > 1 && packUnit !== '' && packUnit !== unit ? `${specification} / ${packUnit}` : specification;
}

/** `15 片`, or with whole packs `6 片 / 1 盒`. */
export function quantityWords({ quantity, unit, packSize, packUnit }: SlipItem): string {
  const isWholePacks = packSize > 1 && quantity % packSize === 0 && packUnit !== '' && packUnit !== unit;
  return isWholePacks ? `${quantity} ${unit} / ${quantity / packSize} ${packUnit}` : `${quantity} ${unit}`;
}

/** `每次 0.5 g（2 片），每日 1 次，口服，空腹，共 3 天`. */
export function usageWords({ dose, doseUnit, unit, unitsPerDose, frequency, route, note, days }: SlipItem): string {
  const inUnits = unitsPerDose !== null && doseUnit !== unit ? `（${unitsPerDose} ${unit}）` : '';
  const parts = [
    `每次 ${dose} ${doseUnit}${inUnits}`,
    frequencies.find(({ code }) => code === frequency)?.zh ?? frequency,
    routes.find(({ code }) => code === route)?.zh ?? route,
    note.trim(),
    frequency === 'st' ? '' : `共 ${days} 天`,
  ];
  return parts.filter((part) => part !== '').join('，');
}

export function allergyWords({ allergyState, allergies }: SlipView): string {
  if (allergyState === 'unasked') return '未问';
  return allergyState === 'none' ? '已问，无已知过敏' : allergies.join('、');
}

export function diagnosisWords({ diagnoses }: SlipView): string {
  return diagnoses.map(({ text, code }) => (code === '' ? text : `${text} ${code}`)).join('；');
}

/** `09:48:06`, by the clock that the screens go by. */
export const timeWords = clockWithSeconds;

/** `2026-03-09 09:48` */
export const printedWords = (moment: string): string => `${clinicDay(new Date(moment))} ${clock(moment)}`;

export function validityWords({ validUntil, issuedOn }: SlipView): string {
  return validUntil.slice(0, 10) === issuedOn.slice(0, 10) ? '处方当日有效。' : `处方有效至 ${dayWords(validUntil)}。`;
}

export const groupedPhone = (phone: string): string => (/^\d{11}$/.test(phone) ? `${phone.slice(0, 3)} ${phone.slice(3, 7)} ${phone.slice(7)}` : phone);
