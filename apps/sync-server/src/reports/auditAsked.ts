import type { AuditRow } from './views.ts';

/** Of an entry's detail this stands elsewhere in the row, or says nothing to a person. */
const leftOut = new Set(['procedure', 'asked', 'deviceId', 'orgId', 'textHash', 'reason', 'minutes']);

/**
 * What was asked for with an act, field by field: values as text, lists with commas between, nothing of what was left open. An
 * entry that was cut off, since it was long, is told as it stands.
 */
export function askedIn(detail: Readonly<Record<string, string | number>> | null): NonNullable<AuditRow['asked']> | null {
  if (detail === null) return null;
  const procedure = textOf(detail['procedure']);
  const others = Object.entries(detail).filter(([name]) => !leftOut.has(name));
  const fields = detail['asked'] === undefined ? others : [...fieldsOf(textOf(detail['asked'])), ...others];
  const told = fields.map(([field, value]) => ({ field, value: textOf(value) })).filter(({ value }) => value !== '');
  return procedure === '' && told.length === 0 ? null : { procedure, fields: told };
}

const added = new Set(['directory.addPerson', 'directory.addOrganisation']);

/** Whom or what it was done to: somebody new by name, else what the entry says, or failing that the first that was asked about. */
export function aboutIn(asked: AuditRow['asked'], about: string | null): string | null {
  const field = (...names: readonly string[]): string => asked?.fields.find((one) => names.includes(one.field))?.value ?? '';
  return (asked !== null && added.has(asked.procedure) && field('name')) || about || field('personId', 'orgId', 'deviceId') || null;
}

/** The same in one line, as it was asked. */
export const askedWords = (asked: AuditRow['asked']): string => (asked === null ? '' : [asked.procedure, ...asked.fields.map(({ field, value }) => `${field}=${value}`)].filter((part) => part !== '').join(' '));

function fieldsOf(asked: string): readonly (readonly [string, unknown])[] {
  try {
    const input: unknown = JSON.parse(asked);
    return typeof input === 'object' && input !== null ? Object.entries(input) : [];
  } catch {
    return [['cutOff', asked]];
  }
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).join(', ');
  // What was looked at and allowed, by its code.
  if (typeof value === 'object' && value !== null && 'code' in value) return textOf(value.code);
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}
