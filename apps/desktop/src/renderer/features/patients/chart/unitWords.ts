import type { TFunction } from 'i18next';
import * as z from 'zod';
import { identityNumberText, phoneText } from '../../../format/numbers.ts';

type T = TFunction<'patients'>;

/** What a unit is called: `allergies/0195…` is an allergy, an empty unit the whole record. */
export function unitLabel(unit: string, t: T): string {
  const [member = ''] = unit.split('/');
  if (member === '') return t('unit.whole');
  const labels: Readonly<Record<string, string>> = t('unit', { returnObjects: true });
  return labels[member] ?? member;
}

/** A unit's value in one line, for who compares before and after. */
export function unitText(unit: string, value: unknown, t: T): string {
  const [member = ''] = unit.split('/');
  if (value === null || value === undefined || value === '') return t('empty');
  if (typeof value === 'string') return member === 'phone' ? phoneText(value) : value;
  switch (member) {
    case 'allergies': return textOf(allergy, value, ({ substance, reaction, onset, status, statusReason }) => [substance, reaction, onset, ended(status, t), statusReason]);
    case 'problems': return textOf(problem, value, ({ text, onset, status, statusReason }) => [text, onset, ended(status, t), statusReason]);
    case 'identity': return textOf(identity, value, ({ name, sex, birthDate, document }) => [name, t(`sexes.${sex}`), birthDate, document === null ? '' : identityNumberText(document.number)]);
    case 'address': return textOf(address, value, ({ village, group, detail }) => [`${village}${group}${detail}`]);
    case 'contact': return textOf(contact, value, ({ name, relation, phone }) => [name, relation, phoneText(phone)]);
    case 'noKnownAllergies': return textOf(z.object({ at: z.string() }), value, ({ at }) => [at.slice(0, 10)]);
    default: return t('unit.whole');
  }
}

const ended = (status: 'active' | 'refuted' | 'resolved' | 'enteredInError', t: T): string => (status === 'active' ? '' : t(`status.${status}`));

// Looser than the documents: a value of another version must still be readable here.
const allergy = z.object({ substance: z.string(), reaction: z.string(), onset: z.string(), status: z.enum(['active', 'refuted', 'enteredInError']), statusReason: z.string() });
const problem = z.object({ text: z.string(), onset: z.string(), status: z.enum(['active', 'resolved', 'enteredInError']), statusReason: z.string() });
const identity = z.object({ name: z.string(), sex: z.enum(['male', 'female', 'unknown']), birthDate: z.string(), document: z.object({ number: z.string() }).nullable() });
const address = z.object({ village: z.string(), group: z.string(), detail: z.string() });
const contact = z.object({ name: z.string(), relation: z.string(), phone: z.string() });

function textOf<Value>(shape: z.ZodType<Value>, value: unknown, words: (value: Value) => readonly string[]): string {
  const parsed = shape.safeParse(value);
  return parsed.success ? words(parsed.data).filter((word) => word !== '').join(' · ') : '…';
}
