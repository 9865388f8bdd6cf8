import { askedWords } from './auditAsked.ts';
import type { AuditRow } from './views.ts';

/**
 * As spreadsheets open it: UTF-8 with its mark, RFC 4180, and no cell that a spreadsheet would take for a formula.
 * @param remark stands in the last line: that it goes no further
 */
export function auditCsv(rows: readonly AuditRow[], remark: string | null = null): string {
  const lines = [headings, ...rows.map(cellsOf), ...(remark === null ? [] : [headings.map((_, at) => (at === 0 ? remark : ''))])].map((cells) => cells.map(csvCell).join(','));
  return `\ufeff${lines.join('\r\n')}\r\n`;
}

const headings = ['at', 'received', 'source', 'action', 'who', 'who id', 'session', 'device', 'device id', 'organisation', 'patients', 'patient ids', 'about', 'asked', 'note', 'reason', 'explanation', 'clinic\'s question'];

const cellsOf = (row: AuditRow): readonly string[] => [
  row.at, row.receivedAt, row.source, row.action, row.who?.name ?? '', row.who?.id ?? '', row.session ?? '', row.device?.name ?? '', row.device?.id ?? '', row.organisation?.name ?? '',
  row.patients.map(({ name }) => name).join('; '), row.patients.map(({ id }) => id).join('; '), row.about ?? '', askedWords(row.asked), row.asked === null ? (row.note ?? '') : '', row.glass?.reason ?? '', row.glass?.text ?? '', row.glass?.answer?.question ?? '',
];

/** What begins like a formula, also after blanks or in full-width signs, gets an apostrophe before it (OWASP, CSV injection). */
export function csvCell(text: string): string {
  const safe = /^\s*[=+\-@＝＋－＠|%]/.test(text) || /^[\t\r\n]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
