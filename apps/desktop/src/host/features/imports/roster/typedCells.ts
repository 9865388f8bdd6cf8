import type { CalendarDate } from '@lianyi/schema/basics/dates';
import { addDays, isCalendarDate } from '@lianyi/schema/basics/dates';
import { tidyText } from '@lianyi/schema/basics/text';
import { parsePhone } from '@lianyi/schema/codes/phone';
import { parseTypedDate } from '@lianyi/schema/rules/patientDraft';
import type { Sex } from '@lianyi/schema/documents/parts';

/** What rosters write where there is nothing. */
const nothing = new Set(['', '无', '没有', '-', '--', '—', '——', '/', '\\', '不详', '未知', '不明', '暂无', '未填', 'n/a', 'na', 'none', 'nil', 'null', 'unknown', '.']);

/** A cell tidied, and empty where it says that there is nothing. */
export function cellText(cell: string): string {
  const text = cell.length > 20_000 ? cell : tidyText(cell);
  return nothing.has(text.toLowerCase()) ? '' : text;
}

/** True for words by which a roster says that somebody was asked: 无, 否认, none. */
export const saysNone = (cell: string): boolean => /^(无|没有|无过敏史?|无药物过敏史?|否认(药物)?(过敏)?史?|none|nil|no|nka|nkda|no known (drug )?allergies)$/i.test(tidyText(cell.slice(0, 100)));

const sexWords: Readonly<Record<string, Sex>> = {
  男: 'male', 男性: 'male', m: 'male', male: 'male', '1': 'male', 女: 'female', 女性: 'female', f: 'female', female: 'female', '2': 'female', '0': 'unknown', '9': 'unknown', '': 'unknown', 未说明: 'unknown',
};

/** Sex in words or by GB/T 2261.1 (1 male, 2 female, 0 and 9 not known); null for anything else. */
export function typedSex(cell: string): Sex | null {
  const text = cellText(cell).toLowerCase().replace(/^([129])[.、:：-]?(男|女).*$/, '$2');
  return Object.hasOwn(sexWords, text) ? (sexWords[text] ?? null) : null;
}

/** Which of two numbers a file writes first; null where its dates do not show it, or show both. */
export type DateOrder = 'dayFirst' | 'monthFirst' | null;

const western = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$/;

/** What one date says of the order of its file: a number above 12 is no month. */
export function orderShownBy(cell: string): DateOrder {
  const [, first = '', second = ''] = western.exec(plainDate(cell)) ?? [];
  if (Number(first) > 12) return 'dayFirst';
  return Number(second) > 12 ? 'monthFirst' : null;
}

/** True for a date whose day and month could be either: 3/2/1966. */
export function isEitherOrder(cell: string): boolean {
  const found = western.exec(plainDate(cell));
  return found !== null && datesOf(found).size > 1;
}

/** Without the time that stands behind it. */
const plainDate = (cell: string): string => cellText(cell).replace(/^(.*?\d)[ T]+\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?Z?$/, '$1');

/**
 * A birth date as rosters have it: every form of `parseTypedDate`, with a time behind it, with two digits of a year
 * (59.2.14: the latest year that is not to come), as a serial number of a spreadsheet, or day and month before the year where
 * only one order makes a date, or the file shows which is its own. An empty text means not given; null is no date, though something stands there.
 */
export function typedBirthDate(cell: string, today: CalendarDate, dayZero: CalendarDate = '1899-12-30', order: DateOrder = null): string | null {
  const text = plainDate(cell);
  if (text === '') return '';
  const whole = parseTypedDate(text);
  if (whole !== null) return whole;
  const serial = /^(\d{5})(?:\.\d+)?$/.exec(text);
  if (serial) return serialDay(Number(serial[1]), dayZero, today);
  const short = /^(\d{2})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(text);
  if (short) return shortYear(short, today);
  const found = western.exec(text);
  return found ? westernDay(found, order) : null;
}

/** Days as a spreadsheet counts them. Four digits are a year alone (1959), not a day of 1905: they are listed. */
function serialDay(serial: number, dayZero: CalendarDate, today: CalendarDate): CalendarDate | null {
  const day = addDays(dayZero, serial);
  return day > today ? null : day;
}

function shortYear([, year = '', month = '', day = '']: RegExpExecArray, today: CalendarDate): CalendarDate | null {
  const date = (century: string): string => `${century}${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const candidates = [date('20'), date('19')].filter((candidate) => isCalendarDate(candidate) && candidate <= today);
  return candidates[0] ?? null;
}

function westernDay(found: RegExpExecArray, order: DateOrder): CalendarDate | null {
  const dates = [...datesOf(found)];
  if (dates.length === 1) return dates[0] ?? null;
  return order === null ? null : (dates[order === 'monthFirst' ? 0 : 1] ?? null);
}

/** The dates that it can be, the month first before the day first. */
function datesOf([, first = '', second = '', year = '']: RegExpExecArray): ReadonlySet<CalendarDate> {
  const orders = [[first, second], [second, first]].map(([month = '', day = '']) => `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`);
  return new Set(orders.filter(isCalendarDate));
}

/** The first telephone of a cell that holds one or several; null if there is something but none of it is one. */
export function typedPhone(cell: string): { readonly phone: string | null; readonly isAll: boolean } {
  const text = cellText(cell);
  if (text === '' || /^0+$/.test(text)) return { phone: null, isAll: true };
  const whole = parsePhone(text);
  if (whole.ok) return { phone: whole.phone, isAll: true };
  const phones = text.split(/[/\\、，,;；|或]| {2,}|(?<=\d{11}) /).flatMap((part) => {
    const parsed = parsePhone(part);
    return parsed.ok ? [parsed.phone] : [];
  });
  return { phone: phones[0] ?? null, isAll: false };
}

/** 云岭镇青石坪村一组12号 as its parts; what has no village in it is the village's text whole. */
export function splitAddress(text: string): { readonly village: string; readonly group: string; readonly detail: string } {
  const match = /^(.{1,70}?(?:村委会|居委会|村|社区))((?:第)?[\d一二三四五六七八九十]{1,4}(?:村民小组|小组|组|队))?(.*)$/u.exec(text);
  return match ? { village: match[1] ?? '', group: match[2] ?? '', detail: (match[3] ?? '').trim() } : { village: text, group: '', detail: '' };
}

/** 青石坪村一组, and 青石坪一组 without the word for a village, as village and group. */
export function splitVillageGroup(text: string): { readonly village: string; readonly group: string } {
  const { village, group, detail } = splitAddress(text);
  if (group !== '' || detail !== '') return { village, group: group || detail };
  const match = /^(.{1,70}?)((?:第)?[\d一二三四五六七八九十]{1,4}(?:村民小组|小组|组|队|社))$/u.exec(text);
  return match ? { village: match[1] ?? '', group: match[2] ?? '' } : { village, group };
}

/** The entries of a list in one cell. */
export const listed = (text: string): readonly string[] => [...new Set(text.split(/[、，,;；/|\n]+|和(?=\S)/).map((entry) => cellText(entry)).filter((entry) => entry !== ''))];
