import { addDays, localDay } from '@lianyi/schema/basics/dates';
import type { PersonId } from '@lianyi/schema/basics/ids';
import { newId } from '@lianyi/schema/basics/ids';
import type { Person, Post } from '@lianyi/schema/documents/county';
import { aCounty, create, people, places } from '@lianyi/tests/builders/aCounty';
import type { TestCountyServer } from '@lianyi/tests/builders/aCounty';
import { anEncounter } from '@lianyi/tests/builders/anEncounter';
import { aPatient } from '@lianyi/tests/builders/aPatient';
import { aPrescription, aPrescriptionItem } from '@lianyi/tests/builders/aPrescription';
import { aProduct } from '@lianyi/tests/builders/aProduct';
import { aPerson } from '@lianyi/tests/builders/anOrganisation';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

let county: TestCountyServer;
beforeAll(async () => { county = await aCounty(); });
afterAll(async () => { await county.close(); });

const today = localDay(new Date());
const savedOn = (days: number) => ({ savedAt: `${addDays(today, days)}T09:00:00+08:00` });

async function someone(posts: readonly Post[], over: Partial<Person> = {}): Promise<PersonId> {
  const person = aPerson({ id: newId() as PersonId, name: '任一方', posts: [...posts], ...over });
  await county.write([person]);
  return person.id;
}

describe('posts at the county', () => {
  test('PERM-3 a post that has ended since counts for what was saved before; after it, and before it began, the bundle is kept in quarantine', async () => {
    const left = await someone([{ orgId: places.village, role: 'villageDoctor', from: null, until: addDays(today, -10) }]);
    const comes = await someone([{ orgId: places.village, role: 'villageDoctor', from: addDays(today, 10), until: null }]);
    const pc = await county.enrol(places.village, left);
    const save = async (personId: PersonId, days: number) => (await pc.push([create(aPatient({ homeId: places.village }))], { personId, ...savedOn(days) })).outcome;
    expect([await save(left, -11), await save(left, -10), await save(left, -9), await save(comes, 0)]).toEqual(['accepted', 'accepted', 'quarantined', 'quarantined']);
    // A clock that is years wrong is no reason by itself.
    expect([await save(people.villageDoctor, -9000), await save(people.villageDoctor, 9000)]).toEqual(['accepted', 'accepted']);
    expect(await save(left, 9000)).toBe('quarantined');
  });

  test('PERM-3 a role counts where its post is and at what stands below, and nowhere else', async () => {
    const both = await someone([{ orgId: places.township, role: 'physician', from: null, until: null }, { orgId: places.otherVillage, role: 'nurse', from: null, until: null }]);
    const pc = await county.enrol(places.township, both);
    const patient = aPatient({ homeId: places.township });
    await pc.push([create(patient)]);
    const visit = anEncounter({ patientId: patient.id, homeId: places.township, orgId: places.village, practitionerId: both });
    expect((await pc.push([create(visit)], { orgId: places.village })).outcome).toBe('accepted');
    const far = await county.enrol(places.farVillage, both);
    expect((await far.push([create(aPatient({ homeId: places.farVillage }))])).outcome).toBe('quarantined');
  });

  test('PERM-2 who moves keeps the account: another post, the same person, and what they signed before is still theirs', async () => {
    const doctor = await someone([{ orgId: places.village, role: 'villageDoctor', from: null, until: null }]);
    const [former, next] = [await county.enrol(places.village, doctor), await county.enrol(places.farVillage, doctor)];
    const patient = aPatient({ homeId: places.village });
    await former.push([create(patient)]);
    await county.write([aPerson({ id: doctor, name: '任一方', posts: [{ orgId: places.village, role: 'villageDoctor', from: null, until: addDays(today, -1) }, { orgId: places.farVillage, role: 'villageDoctor', from: today, until: null }] })]);
    expect((await next.push([create(aPatient({ homeId: places.farVillage }))], savedOn(0))).outcome).toBe('accepted');
    expect((await former.push([create(aPatient({ homeId: places.village }))], savedOn(0))).outcome).toBe('quarantined');
    const { personId } = await county.county.db.selectFrom('bundle').innerJoin('document', 'document.createdBy', 'bundle.id').select('bundle.personId').where('document.id', '=', patient.id).executeTakeFirstOrThrow();
    expect(personId).toBe(doctor);
  });

  test('PERM-2 who holds no post any more, or not yet, is no staff of a new PC; staff of the institution above visit', async () => {
    await someone([{ orgId: places.otherVillage, role: 'nurse', from: null, until: addDays(today, -1) }], { name: '已离开' });
    await someone([{ orgId: places.otherVillage, role: 'nurse', from: addDays(today, 1), until: null }], { name: '还没来' });
    await someone([{ orgId: places.township, role: 'nurse', from: null, until: null }, { orgId: places.otherVillage, role: 'villageDoctor', from: null, until: null }], { name: '两处任职' });
    const { enrolled: { staff } } = await county.enrol(places.otherVillage);
    const names = staff.map(({ name, role }) => `${name} ${role}`);
    expect(names.slice(0, 2).toSorted()).toEqual(['两处任职 villageDoctor', '杨秀芝 villageDoctor']);
    expect(names).toContain('吴启华 physician');
    expect(names.join()).not.toMatch(/已离开|还没来/);
  });
});

describe('rights to prescribe at the county', () => {
  test('PERM-4 a prescription above the signer\'s grade is kept in quarantine, whatever the app let through; with the right it is taken', async () => {
    const [restricted, morphine] = [aProduct({ name: '头孢曲松', antibioticGrade: 'restricted' }), aProduct({ name: '吗啡', specialControl: 'narcotic' })];
    await county.write([restricted, morphine]);
    const doctor = await someone([{ orgId: places.village, role: 'villageDoctor', from: null, until: null }], { qualification: 'villageDoctor' });
    const pc = await county.enrol(places.village, doctor);
    const patient = aPatient({ homeId: places.village });
    const visit = anEncounter({ patientId: patient.id, homeId: places.village, orgId: places.village, practitionerId: doctor });
    await pc.push([create(patient), create(visit)]);
    const sign = async (product: typeof restricted, over: Partial<ReturnType<typeof aPrescription>['order']> = {}) => {
      const prescription = aPrescription({ patientId: patient.id, homeId: places.village, orgId: places.village, encounterId: visit.id });
      const order = {
        ...prescription.order, state: 'signed' as const, items: [aPrescriptionItem({ productId: product.id, name: product.name, days: 1 })],
        signature: { by: doctor, orgId: places.village, at: `${today}T09:00:00+08:00` }, ...over,
      };
      return (await pc.push([create({ ...prescription, order })])).outcome;
    };
    expect([await sign(restricted), await sign(morphine)]).toEqual(['quarantined', 'quarantined']);
    const { reason, body } = await county.county.db.selectFrom('bundle').select(['reason', 'body']).where('deviceId', '=', pc.id).where('outcome', '=', 'quarantined').limit(1).executeTakeFirstOrThrow();
    expect([reason, body]).toEqual(['notPermitted', expect.stringContaining('头孢曲松')]);
    expect(await sign(restricted, { type: 'emergency', overrides: [{ ruleId: 'LAW:antibioticGrade:头孢曲松', reason: '脓毒症，转诊途中' }] })).toBe('accepted');
    await county.write([aPerson({ id: doctor, name: '任一方', posts: [{ orgId: places.village, role: 'physician', from: null, until: null }], qualification: 'physician', title: 'senior', grants: [{ from: today, antibiotics: 'special', narcotic: true }] })]);
    expect([await sign(restricted), await sign(morphine)]).toEqual(['accepted', 'accepted']);
    // Narrowed since: what was signed while the right held is still taken.
    await county.write([aPerson({ id: doctor, name: '任一方', posts: [{ orgId: places.village, role: 'physician', from: null, until: null }], grants: [{ from: null, antibiotics: 'restricted', narcotic: false }, { from: today, antibiotics: 'none', narcotic: false }] })]);
    expect(await sign(restricted, { signature: { by: doctor, orgId: places.village, at: `${addDays(today, -1)}T09:00:00+08:00` } })).toBe('accepted');
    expect(await sign(restricted)).toBe('quarantined');
  });
});
