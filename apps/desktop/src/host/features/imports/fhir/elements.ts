import type { CalendarDate } from '@lianyi/schema/basics/dates';
import { isCalendarDate } from '@lianyi/schema/basics/dates';
import * as z from 'zod';

/** The data types of FHIR R4, as far as they are read here. What is not named is let through unread. */
export const coding = z.looseObject({ system: z.string().optional(), code: z.string().optional(), display: z.string().optional() });
export const concept = z.looseObject({ coding: z.array(coding).optional(), text: z.string().optional() });
export const reference = z.looseObject({ reference: z.string().optional(), display: z.string().optional() });
export const period = z.looseObject({ start: z.string().optional(), end: z.string().optional() });
export const quantity = z.looseObject({ value: z.number().optional(), comparator: z.string().optional(), unit: z.string().optional(), code: z.string().optional() });
export type Concept = z.infer<typeof concept>;
export type Reference = z.infer<typeof reference>;
export type Quantity = z.infer<typeof quantity>;

/** One line without control characters; the punctuation of Chinese prose stays. */
export const plainText = (text: string): string => text.replace(/\s+/g, ' ').replace(/[\p{Cc}\ufeff\u200b]/gu, '').trim();

/** A concept in words: its own text, else the first display, else its code. Empty if it says nothing. */
export function conceptText(value: Concept | undefined): string {
  const found = [value?.text, ...(value?.coding ?? []).map((entry) => entry.display), ...(value?.coding ?? []).map((entry) => entry.code)].find((text) => text !== undefined && text.trim() !== '');
  return plainText(found ?? '');
}

export const conceptTexts = (values: readonly Concept[] | undefined): string => [...new Set((values ?? []).map(conceptText).filter((text) => text !== ''))].join('、');

/** The code of a concept: ICD-10 before others, since the chart knows it. */
export function conceptCode(value: Concept | undefined): { readonly system: string; readonly value: string } | null {
  const codings = (value?.coding ?? []).filter((entry) => (entry.code ?? '') !== '');
  const chosen = codings.find((entry) => isIcd10(entry.system)) ?? codings[0];
  return chosen ? { system: clip(chosen.system ?? '', 200), value: clip(chosen.code ?? '', 60) } : null;
}

export const isIcd10 = (system: string | undefined): boolean => /icd-?10/i.test(system ?? '');

export const hasCode = (value: Concept | undefined, ...codes: readonly string[]): boolean => (value?.coding ?? []).some((entry) => entry.code !== undefined && codes.includes(entry.code));

/** The day of the first moment that is given whole; a year or a month alone is no day. */
export function dayOf(...moments: readonly (string | undefined)[]): CalendarDate | null {
  const days = moments.flatMap((moment) => (moment === undefined ? [] : [moment.slice(0, 10)]));
  return days.find(isCalendarDate) ?? null;
}

/** A date of FHIR R4 that exists, as far as it goes: a year, a month, or a day, with or without a time. */
export function isRealDate(moment: string): boolean {
  const [day = ''] = moment.split('T');
  const first = day.length === 4 ? `${day}-01-01` : day.length === 7 ? `${day}-01` : day;
  return isCalendarDate(first);
}

/** The first of these that exists, as people read it: 2019, 2019-06, 2019-06-03. Empty if none does. */
export const dateText = (...moments: readonly (string | undefined)[]): string => (moments.find((moment) => moment !== undefined && isRealDate(moment)) ?? '').slice(0, 10);

const dateFields = /(?:Date|DateTime|On|recorded|issued|created|start|end)$/;

/** The dates of a resource and of its periods that do not exist, as they are written. */
export function impossibleDates(content: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.entries(content).flatMap(([name, value]) => {
    if (typeof value === 'string') return dateFields.test(name) && /^\d{4}/.test(value) && !isRealDate(value) ? [value] : [];
    const isPeriod = name.toLowerCase().endsWith('period') && typeof value === 'object' && value !== null;
    return isPeriod ? impossibleDates(value as Readonly<Record<string, unknown>>) : [];
  });
}

/** A quantity's number as people read it, at most four places that mean something: 178.9, 0.1235. */
export function quantityText(value: Quantity | undefined): { readonly value: string; readonly unit: string } {
  if (value?.value === undefined) return { value: '', unit: '' };
  const unit = (value.unit ?? value.code ?? '').replace('mm[Hg]', 'mmHg').replace(/^\{.*\}$/, '');
  return { value: `${value.comparator ?? ''}${roundedText(value.value)}`, unit: clip(unit, 40) };
}

export const roundedText = (value: number): string => (Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4))));

/** At most `max` UTF-16 units, never half a character; what is cut ends in an ellipsis. */
export function clip(text: string, max: number): string {
  const tidy = plainText(text.slice(0, max * 4));
  if (tidy.length <= max) return tidy;
  let clipped = '';
  for (const character of tidy) {
    if (clipped.length + character.length > max - 1) break;
    clipped += character;
  }
  return `${clipped.trimEnd()}…`;
}
