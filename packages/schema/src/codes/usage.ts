import * as z from 'zod';

/** Dosing frequencies with their doses a day, in the order of a prescriber's list. */
export const frequencies = [
  { code: 'qd', perDay: 1, zh: '每日 1 次', en: 'once daily' },
  { code: 'qdm', perDay: 1, zh: '每日 1 次 晨', en: 'once daily, morning' },
  { code: 'bid', perDay: 2, zh: '每日 2 次', en: 'twice daily' },
  { code: 'tid', perDay: 3, zh: '每日 3 次', en: '3 times daily' },
  { code: 'qid', perDay: 4, zh: '每日 4 次', en: '4 times daily' },
  { code: 'qn', perDay: 1, zh: '每晚 1 次', en: 'once nightly' },
  { code: 'q12h', perDay: 2, zh: '每 12 小时', en: 'every 12 h' },
  { code: 'q8h', perDay: 3, zh: '每 8 小时', en: 'every 8 h' },
  { code: 'q6h', perDay: 4, zh: '每 6 小时', en: 'every 6 h' },
  { code: 'qod', perDay: 0.5, zh: '隔日 1 次', en: 'every other day' },
  { code: 'qw', perDay: 1 / 7, zh: '每周 1 次', en: 'once weekly' },
  { code: 'st', perDay: 0, zh: '立即 1 次', en: 'once, now' },
  { code: 'prn', perDay: 3, zh: '必要时', en: 'as needed' },
] as const;
export type FrequencyCode = (typeof frequencies)[number]['code'];
export const frequencyCode = z.enum(frequencies.map((entry) => entry.code));

/** Routes of administration. */
export const routes = [
  { code: 'po', zh: '口服', en: 'oral' },
  { code: 'sl', zh: '舌下', en: 'sublingual' },
  { code: 'inh', zh: '吸入', en: 'inhaled' },
  { code: 'top', zh: '外用', en: 'topical' },
  { code: 'eye', zh: '滴眼', en: 'eye drops' },
  { code: 'ear', zh: '滴耳', en: 'ear drops' },
  { code: 'nas', zh: '滴鼻', en: 'nasal' },
  { code: 'pr', zh: '直肠', en: 'rectal' },
  { code: 'pv', zh: '阴道', en: 'vaginal' },
  { code: 'im', zh: '肌注', en: 'intramuscular' },
  { code: 'sc', zh: '皮下', en: 'subcutaneous' },
  { code: 'iv', zh: '静滴', en: 'intravenous' },
] as const;
export type RouteCode = (typeof routes)[number]['code'];
export const routeCode = z.enum(routes.map((entry) => entry.code));
