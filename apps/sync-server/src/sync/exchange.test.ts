import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aCounty, change, create, people, places } from '@lianyi/tests/builders/aCounty';
import type { TestCountyServer } from '@lianyi/tests/builders/aCounty';
import { aPatient, aSignature, anAllergy } from '@lianyi/tests/builders/aPatient';
import { newId } from '@lianyi/schema/basics/ids';

let county: TestCountyServer;
beforeAll(async () => { county = await aCounty(); });
afterAll(async () => { await county.close(); });

describe('an exchange', () => {
  test('a patient saved in the village reaches the township with origin and revision', async () => {
    const village = await county.enrol(places.village);
    const township = await county.enrol(places.township, people.nurse);
    const patient = aPatient({ homeId: places.village });
    const receipt = await village.push([create(patient)]);
    expect(receipt).toMatchObject({ outcome: 'accepted', reason: null, numbers: { [`org:${places.village}`]: 1 } });
    const pulled = await township.pull();
    expect(pulled.get(patient.id)).toEqual(patient);
  });

  test('both sides change one phone and add allergies', async () => {
    const village = await county.enrol(places.village);
    const township = await county.enrol(places.township, people.nurse);
    const patient = aPatient({ homeId: places.village, phone: '13800000000' });
    await village.push([create(patient)]);
    const one = newId();
    const two = newId();
    await village.push([change('patient', patient.id, { unit: 'phone', before: '13800000000', after: '13811111111' }, { unit: `allergies/${one}`, before: null, after: anAllergy({ recorded: aSignature() }) })]);
    const second = await township.push([change('patient', patient.id, { unit: 'phone', before: '13800000000', after: '13822222222' }, { unit: `allergies/${two}`, before: null, after: anAllergy({ substance: '磺胺' }) })]);
    expect(second.outcome).toBe('merged');
    expect(second.reviewIds).toHaveLength(1);
    const pulled = await village.pull();
    const merged = pulled.get(patient.id);
    expect(merged).toMatchObject({ phone: '13811111111' });
    expect(Object.keys(merged?.kind === 'patient' ? merged.allergies : {}).toSorted()).toEqual([one, two].toSorted());
    expect(pulled.get(second.reviewIds[0] ?? '')).toMatchObject({ kind: 'review', losing: { value: '13822222222', deviceId: township.id }, kept: { value: '13811111111', deviceId: village.id } });
  });
});
