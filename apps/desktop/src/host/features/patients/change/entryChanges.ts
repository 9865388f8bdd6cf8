import { newId, uuid } from '@lianyi/schema/basics/ids';
import type { UnitChange } from '@lianyi/schema/documents/bundle';
import type { Signature } from '@lianyi/schema/documents/parts';
import type { AllergyEntry, Patient, ProblemEntry } from '@lianyi/schema/documents/patient';
import { programme } from '@lianyi/schema/documents/patient';
import { tidyText } from '@lianyi/schema/basics/text';
import { onsetFault } from '@lianyi/schema/rules/patientDraft';
import * as z from 'zod';
import type { FieldError } from '../../../chart/views.ts';

/** What a form may send for an entry; who recorded it and where it came from are not the form's to say. */
const typed = z.string();
const allergyForm = z.object({
  allergyClass: typed.nullable().default(null), substance: typed, reaction: typed.default(''), severity: z.enum(['mild', 'severe', 'unknown']).default('unknown'), onset: typed.default(''),
  status: z.enum(['active', 'refuted', 'enteredInError']).default('active'), statusReason: typed.default(''),
});
const problemForm = z.object({
  code: typed.nullable().default(null), text: typed, programme: programme.nullable().default(null), onset: typed.default(''),
  status: z.enum(['active', 'resolved', 'enteredInError']).default('active'), statusReason: typed.default(''),
});

/** Longest texts of an entry, in UTF-16 units, as its document has them. */
const maxLengths: Readonly<Record<string, number>> = { allergyClass: 80, substance: 80, reaction: 200, onset: 20, statusReason: 200, code: 20, text: 120 };

export type EntryChange = { readonly ok: true; readonly change: UnitChange } | { readonly ok: false; readonly errors: readonly FieldError[] };

/**
 * Checks the change of one entry of a set. A new entry gets an id and the person's signature. An entry is never
 * deleted: it is refuted, resolved or entered in error, the first and the last with a reason; what was refuted or
 * entered in error never returns.
 */
export function entryChange(patient: Patient, change: UnitChange, signature: Signature): EntryChange {
  const [set = '', key = ''] = change.unit.split('/');
  const fail = (field: string, code: string, values?: FieldError['values']): EntryChange => ({ ok: false, errors: [{ field: `${change.unit}${field}`, code, ...(values && { values }) }] });
  if (set !== 'allergies' && set !== 'problems') return fail('', 'invalid');
  const form = (set === 'allergies' ? allergyForm : problemForm).safeParse(change.after);
  if (!form.success) return fail('', change.after === null ? 'neverDeleted' : 'invalid');

  const present: AllergyEntry | ProblemEntry | undefined = Object.hasOwn(patient[set], key) ? patient[set][key] : undefined;
  const entry = tidied(form.data);
  const tooLong = Object.entries(entry).find(([member, value]) => typeof value === 'string' && value.length > (maxLengths[member] ?? Infinity));
  if (tooLong) return fail(`.${tooLong[0]}`, 'tooLong', { max: maxLengths[tooLong[0]] ?? 0 });
  const named = 'substance' in entry ? 'substance' : 'text';
  if (('substance' in entry ? entry.substance : entry.text) === '') return fail(`.${named}`, 'required');
  // What an import or an older form wrote may stay while the entry is ended.
  const badOnset = present?.onset === entry.onset ? null : onsetFault(entry.onset, patient.identity.birthDate, signature.at.slice(0, 10));
  if (badOnset !== null) return fail('.onset', badOnset);
  if (present === undefined && entry.status !== 'active') return fail('.status', 'invalid');
  if (present && isGone(present) && entry.status !== present.status) return fail('.status', 'closed');
  if (present?.status !== entry.status && isGone(entry) && entry.statusReason === '') return fail('.statusReason', 'required');

  const after = { ...entry, recorded: present?.recorded ?? signature, source: present?.source ?? null };
  const id = present === undefined && !uuid.safeParse(key).success ? newId() : key;
  return { ok: true, change: { unit: `${set}/${id}`, before: present === undefined ? null : change.before, after } };
}

const isGone = (entry: { readonly status: string }): boolean => entry.status === 'refuted' || entry.status === 'enteredInError';

function tidied<Form extends z.infer<typeof allergyForm> | z.infer<typeof problemForm>>(form: Form): Form {
  const members = Object.entries(form).map(([member, value]) => {
    if (typeof value !== 'string') return [member, value];
    const text = value.length > 2000 ? value : tidyText(value);
    return [member, text === '' && (member === 'allergyClass' || member === 'code') ? null : text];
  });
  return Object.fromEntries(members) as Form;
}
