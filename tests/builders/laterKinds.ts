import * as z from 'zod';
import type { KindTable } from '@lianyi/schema/documents/kinds';
import { kindTable } from '@lianyi/schema/documents/kinds';
import type { Body, Lens } from '@lianyi/schema/documents/lens';
import { note } from '@lianyi/schema/documents/parts';
import type { Patient } from '@lianyi/schema/documents/patient';
import { allergyEntry, bloodGroup, contact, patient } from '@lianyi/schema/documents/patient';

/**
 * Made-up later versions of `patient`, to show old and new together. Version 2 has a new unit `email`, and calls
 * `insurance` `insurer`. Version 3 splits the telephone off `contact`, notes of an allergy whether it was verified, and
 * how a blood group was found: the last an older app cannot write.
 */
const patient2 = patient.omit({ insurance: true }).extend({ insurer: note(80).nullable(), email: note(80).nullable() });
const patient3 = patient2.extend({
  contact: contact.omit({ phone: true }).nullable(),
  contactPhone: note(20).nullable(),
  allergies: z.record(z.string(), allergyEntry.extend({ verified: z.boolean() })),
  bloodGroup: z.strictObject({ group: bloodGroup, method: note(40) }).nullable(),
});
export type Patient2 = z.infer<typeof patient2>;
export type Patient3 = z.infer<typeof patient3>;

/** From version 1 to 2: a unit that is new, and one with a new name. */
export const renaming: Lens = {
  up: ({ insurance, ...rest }) => ({ ...rest, insurer: insurance, email: null }),
  down: ({ insurer, email: _unseen, ...rest }) => ({ ...rest, insurance: insurer }),
  units: { insurance: { to: ['insurer'], put: (value) => [value] } },
};

/** From version 2 to 3: a unit split in two, entries with more in them, and a unit that an older app may only look at. */
export const splitting: Lens = {
  up: (older) => {
    const { contact: whole, bloodGroup: group, allergies, ...rest } = older as unknown as Patient2;
    return {
      ...rest,
      contact: whole === null ? null : { name: whole.name, relation: whole.relation },
      contactPhone: whole === null ? null : whole.phone,
      bloodGroup: group === null ? null : { group, method: '' },
      allergies: Object.fromEntries(Object.entries(allergies).map(([id, entry]) => [id, { ...entry, verified: false }])),
    };
  },
  down: (newer) => {
    const { contact: part, contactPhone, bloodGroup: found, allergies, ...rest } = newer as unknown as Patient3;
    return {
      ...rest,
      contact: part === null ? null : { ...part, phone: contactPhone ?? '' },
      bloodGroup: found === null ? null : found.group,
      allergies: Object.fromEntries(Object.entries(allergies).map(([id, { verified: _unseen, ...entry }]) => [id, entry])),
    };
  },
  units: {
    contact: { to: ['contact', 'contactPhone'], put: putContact },
    allergies: {
      to: ['allergies'],
      put: (value, newer, entry = '') => [value === null ? null : { ...(value as object), verified: (newer as unknown as Patient3).allergies[entry]?.verified ?? false }],
    },
    bloodGroup: null,
  },
};

function putContact(value: unknown, newer: Body): readonly unknown[] {
  const here = newer as unknown as Patient3;
  const whole = value as Patient['contact'];
  if (whole === null) return [null, here.contact === null ? here.contactPhone : null];
  return [{ name: whole.name, relation: whole.relation }, whole.phone === (here.contactPhone ?? '') ? here.contactPhone : whole.phone];
}

const { patient: rules } = kindTable.rules;
const without = (...names: readonly string[]): readonly string[] => rules.units.filter((unit) => !names.includes(unit));

/** What an app, or a county, of the version knows. Version 1 is today's. */
export function kindsAt(version: 1 | 2 | 3): KindTable {
  if (version === 1) return kindTable;
  const units = version === 2 ? [...without('insurance'), 'insurer', 'email'] : [...without('insurance'), 'insurer', 'email', 'contactPhone'];
  return {
    rules: { ...kindTable.rules, patient: { ...rules, version, units } },
    // A made-up patient is no document that the types know.
    schemas: { ...kindTable.schemas, patient: (version === 2 ? patient2 : patient3) as unknown as KindTable['schemas']['patient'] },
    lenses: { ...kindTable.lenses, patient: version === 2 ? [renaming] : [renaming, splitting] },
  };
}
