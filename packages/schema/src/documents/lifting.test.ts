import fc from 'fast-check';
import { aPatient, anAllergy, aSignature } from '@lianyi/tests/builders/aPatient';
import { kindsAt, renaming, splitting } from '@lianyi/tests/builders/laterKinds';
import { describe, expect, test } from 'vitest';
import { newId } from '../basics/ids.ts';
import type { UnitChange, Write } from './bundle.ts';
import type { AnyDocument } from './kinds.ts';
import { kindTable, parseDocument } from './kinds.ts';
import type { Body, Lens } from './lens.ts';
import { formerNames, isSpoken, liftedBody, liftWrite, loweredBody, readOnlyUnits } from './lifting.ts';
import { unitsOf, unitValue, withUnit } from './units.ts';

const text = fc.constantFrom('', '甲', '乙', '13900000001');
const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value, { nil: null });
const contact = maybe(fc.record({ name: fc.constantFrom('杨秀芝', '龙正明'), relation: text, phone: text }));

/** Patients of version 1, and what a newer app may have made of them. */
const patients = fc.record({ insurance: maybe(text), contact, bloodGroup: maybe(fc.constantFrom('A', 'O+')), allergies: fc.dictionary(fc.constantFrom('a', 'b'), text.map((reaction) => anAllergy({ reaction, recorded: aSignature() }))) })
  .map((parts): Body => aPatient({ ...parts, bloodGroup: parts.bloodGroup as 'A' | null }));
const patients2 = fc.record({ older: patients, email: maybe(text) }).map(({ older, email }): Body => ({ ...renaming.up(older), email }));
const patients3 = fc
  .record({ older: patients2, contactPhone: maybe(text), method: text, verified: fc.boolean() })
  .map(({ older, contactPhone, method, verified }): Body => {
    const newer = splitting.up(older) as { bloodGroup: object | null; allergies: Record<string, object> };
    const allergies = Object.fromEntries(Object.entries(newer.allergies).map(([id, entry]) => [id, { ...entry, verified }]));
    return { ...newer, contactPhone, allergies, bloodGroup: newer.bloodGroup && { ...newer.bloodGroup, method } };
  });

const steps: readonly { readonly name: string; readonly lens: Lens; readonly older: fc.Arbitrary<Body>; readonly newer: fc.Arbitrary<Body>; readonly version: 2 | 3 }[] = [
  { name: 'from 1 to 2', lens: renaming, older: patients, newer: patients2, version: 2 },
  { name: 'from 2 to 3', lens: splitting, older: patients2, newer: patients3, version: 3 },
];

/** A change that an older app makes of what it sees, as the newer version writes it. */
function putBy(changes: readonly UnitChange[], newer: Body, from: number, version: 2 | 3): Body {
  const table = kindsAt(version);
  const lifted = liftWrite({ op: 'change', kind: 'patient', version: from, id: String(newer.id), changes: [...changes] }, 'patient', newer as AnyDocument, table);
  if (!lifted.ok || lifted.write.op !== 'change') throw new Error('not lifted');
  return lifted.write.changes.reduce((body, { unit, after }) => withUnit(body, unit, after), newer);
}

describe.each(steps)('SYNC-61 the laws of a lens, $name', ({ lens, older, newer, version }) => {
  const down = (body: Body): Body => lens.down?.(body) ?? {};
  const writable = (body: Body): readonly string[] => unitsOf(body as AnyDocument, kindsAt(version === 3 ? 2 : 1)).filter((unit) => lens.units[unit.split('/')[0] ?? ''] !== null);

  test('SYNC-61 what was lifted is seen by the older app as it was, and is a document of the newer version', () => {
    fc.assert(fc.property(older, (body) => {
      expect(down(lens.up(body))).toEqual(body);
      expect(parseDocument(lens.up(body), kindsAt(version)).success).toBe(true);
    }));
  });

  test('what the older app sees is a document of its version', () => {
    fc.assert(fc.property(newer, (body) => { expect(parseDocument(down(body), kindsAt(version === 3 ? 2 : 1)).success).toBe(true); }));
  });

  test('a unit that is put back as the older app sees it changes nothing', () => {
    fc.assert(fc.property(newer, (body) => {
      for (const unit of writable(down(body))) {
        const value = unitValue(down(body), unit);
        expect(putBy([{ unit, before: value, after: value }], body, version - 1, version)).toEqual(body);
      }
    }));
  });

  test('a change made in the older view is seen there as it was made, and keeps all that the older view does not show', () => {
    fc.assert(fc.property(newer, older, fc.nat(), (body, wanted, at) => {
      const seen = down(body);
      const units = [...new Set([...writable(seen), ...writable(wanted)])];
      const unit = units[at % units.length] ?? 'phone';
      const put = putBy([{ unit, before: unitValue(seen, unit), after: unitValue(wanted, unit) }], body, version - 1, version);
      expect(down(put)).toEqual(withUnit(seen, unit, unitValue(wanted, unit)));
      const to = lens.units[unit.split('/')[0] ?? '']?.to ?? [unit.split('/')[0] ?? ''];
      for (const member of Object.keys(body).filter((name) => !to.includes(name))) expect(put[member]).toEqual(body[member]);
    }));
  });
});

describe('SYNC-61 writes of older versions', () => {
  const change = (version: number, ...changes: UnitChange[]): Write => ({ op: 'change', kind: 'patient', version, id: newId(), changes });
  const at3 = liftedBody(aPatient({ insurance: '城乡居民', contact: { name: '杨秀芝', relation: '女儿', phone: '1' }, bloodGroup: 'A' }), 'patient', 1, kindsAt(3)) as AnyDocument;

  test('SYNC-61 through two versions: the renamed unit and the split one, each where it is now', () => {
    const lifted = liftWrite(change(1, { unit: 'insurance', before: '城乡居民', after: '职工' }, { unit: 'contact', before: { name: '杨秀芝', relation: '女儿', phone: '1' }, after: { name: '杨秀芝', relation: '女儿', phone: '2' } }), 'patient', at3, kindsAt(3));
    expect(lifted).toMatchObject({ ok: true, write: { version: 3, changes: [{ unit: 'insurer', before: '城乡居民', after: '职工' }, { unit: 'contactPhone', before: '1', after: '2' }] } });
  });

  test('what only the newer version knows of an entry stays with it', () => {
    const verified = { ...at3, allergies: { a: { ...anAllergy(), verified: true } } } as unknown as AnyDocument;
    const lifted = liftWrite(change(1, { unit: 'allergies/a', before: anAllergy(), after: anAllergy({ reaction: '休克' }) }), 'patient', verified, kindsAt(3));
    expect(lifted).toMatchObject({ ok: true, write: { changes: [{ unit: 'allergies/a', before: { verified: true }, after: { reaction: '休克', verified: true } }] } });
  });

  test('two changes that end in one unit go on from each other', () => {
    const lifted = liftWrite(
      change(2, { unit: 'contact', before: { name: '杨秀芝', relation: '女儿', phone: '1' }, after: null }, { unit: 'contact', before: null, after: { name: '龙正明', relation: '子', phone: '3' } }),
      'patient', at3, kindsAt(3),
    );
    if (!lifted.ok || lifted.write.op !== 'change') throw new Error('not lifted');
    let body: Body = at3;
    for (const { unit, before, after } of lifted.write.changes) {
      expect(before).toEqual(unitValue(body, unit));
      body = withUnit(body, unit, after);
    }
    expect(body).toMatchObject({ contact: { name: '龙正明', relation: '子' }, contactPhone: '3' });
  });

  test('a unit without a lens is refused by name, a version too old or too new as such, and a body that is none as invalid', () => {
    expect(liftWrite(change(1, { unit: 'bloodGroup', before: 'A', after: 'B' }), 'patient', at3, kindsAt(3))).toMatchObject({ ok: false, reason: 'notAUnit', detail: 'patient.bloodGroup: version 1 may not change it' });
    expect(liftWrite(change(4), 'patient', at3, kindsAt(3))).toMatchObject({ ok: false, reason: 'unknownVersion' });
    const far = { ...kindsAt(3), rules: { ...kindsAt(3).rules, patient: { ...kindsAt(3).rules.patient, version: 4 } } };
    expect(liftWrite(change(1), 'patient', at3, far)).toMatchObject({ ok: false, reason: 'unknownVersion' });
    const nonsense: Write = { op: 'create', kind: 'patient', version: 1, document: { id: newId(), kind: 'patient', allergies: null } };
    expect(liftWrite(nonsense, 'patient', null, kindsAt(3))).toMatchObject({ ok: false, reason: 'invalid' });
  });

  test('a version that nothing shows: its documents are not lowered, and an older change is refused', () => {
    const table = { ...kindsAt(3), lenses: { patient: [renaming, { ...splitting, down: null }] } };
    expect(loweredBody(at3, 'patient', 3, 2, table)).toBeNull();
    expect(liftWrite(change(2, { unit: 'phone', before: null, after: '1' }), 'patient', at3, table)).toMatchObject({ ok: false, reason: 'unknownVersion' });
    expect(readOnlyUnits('patient', 2, table)).toEqual(['*']);
  });

  test('what an older app may only look at is told in its own words', () => {
    expect(readOnlyUnits('patient', 1, kindsAt(3))).toEqual(['bloodGroup']);
    expect(readOnlyUnits('patient', 3, kindsAt(3))).toEqual([]);
    expect(readOnlyUnits('patient', 1, kindTable)).toEqual([]);
    const renamedThenClosed = { ...kindsAt(3), lenses: { patient: [renaming, { ...splitting, units: { insurer: null } }] } };
    expect(readOnlyUnits('patient', 1, renamedThenClosed)).toContain('insurance');
  });

  test('a unit is known by its former names', () => {
    expect(formerNames('patient', 'insurer', kindsAt(3))).toEqual(['insurance']);
    expect(formerNames('patient', 'contactPhone', kindsAt(3))).toEqual(['contact']);
    expect(formerNames('patient', 'allergies/a', kindsAt(3))).toEqual([]);
  });

  test('three versions are spoken', () => {
    expect([0, 1, 2, 3, 4].map((version) => isSpoken('patient', version, kindsAt(3)))).toEqual([false, true, true, true, false]);
  });
});
