import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OrganisationId } from '@lianyi/schema/basics/ids';
import { newId } from '@lianyi/schema/basics/ids';
import { organisationScope } from '@lianyi/schema/documents/kinds';
import type { Patient } from '@lianyi/schema/documents/patient';
import { movePatient } from '@lianyi/sync-server/sync/movePatient';
import type { BadLine } from '@lianyi/tests/builders/aBadLine';
import { aBadLine } from '@lianyi/tests/builders/aBadLine';
import type { TestClinic } from '@lianyi/tests/builders/aClinic';
import { aClinic } from '@lianyi/tests/builders/aClinic';
import type { TestCountyServer } from '@lianyi/tests/builders/aCounty';
import { aCounty, people, places } from '@lianyi/tests/builders/aCounty';
import { anEncounter } from '@lianyi/tests/builders/anEncounter';
import { aPatient } from '@lianyi/tests/builders/aPatient';
import { aPatientMove } from '@lianyi/tests/builders/aPatientMove';

interface Place {
  readonly clinic: TestClinic;
  readonly line: BadLine;
}

let county: TestCountyServer;
let village: Place;
let township: Place;
let far: Place;
let all: readonly Place[];

beforeAll(async () => {
  county = await aCounty();
  const place = async (orgId: OrganisationId, personId: TestClinic['actor']['personId']): Promise<Place> => {
    const line = await aBadLine(county.url);
    return { line, clinic: await aClinic(county, { orgId, personId, countyUrl: line.url }) };
  };
  village = await place(places.village, people.villageDoctor);
  township = await place(places.township, people.physician);
  far = await place(places.farVillage, people.farDoctor);
  all = [village, township, far];
}, 180_000);
afterAll(async () => {
  for (const { clinic, line } of all) {
    await clinic.close();
    await line.close();
  }
  await county.close();
});

const cut = ({ line }: Place): void => {
  line.mood = 'dead';
  line.breakAll();
};
const askedBy = ({ clinic }: Place) => ({ by: clinic.actor.personId, orgId: clinic.actor.orgId, at: '2026-03-09T10:00:00+08:00' });

/** Every line is good, and nobody has anything to say any more. */
async function quiet(): Promise<void> {
  for (const { line } of all) line.mood = 'good';
  for (let round = 0; round < 2; round += 1) for (const { clinic } of all) await clinic.exchange();
}

test('SYNC-9 the old clinic, cut off, goes on writing; its work follows the patient, the record stays until it is settled, and then goes', { timeout: 60_000 }, async () => {
  const patient = aPatient({ homeId: places.village });
  village.clinic.save([{ op: 'create', document: patient }]);
  await quiet();
  cut(village);
  township.clinic.save([{ op: 'create', document: aPatientMove(patient, places.farVillage, { asked: askedBy(township) }) }], 'patients.move');
  await township.clinic.exchange();
  expect(township.clinic.replica.document('patient', patient.id)).toBeUndefined();

  const visit = anEncounter({ patientId: patient.id, homeId: places.village, orgId: places.village });
  village.clinic.save([{ op: 'create', document: visit }], 'encounters.open');
  village.clinic.save([{ op: 'change', kind: 'patient', id: patient.id, changes: [{ unit: 'phone', before: null, after: '13800000001' }] }], 'patients.change');
  await quiet();
  expect(far.clinic.replica.document('patient', patient.id)).toMatchObject({ homeId: places.farVillage, phone: '13800000001' });
  expect(far.clinic.replica.document('encounter', visit.id)).toEqual(visit);
  expect(village.clinic.replica.document('patient', patient.id)).toBeUndefined();
  expect(village.clinic.replica.document('encounter', visit.id)).toEqual(visit);
  const reasonsAt = ({ clinic }: Place) => clinic.replica.dump('', 5000).flatMap(({ body }) => (body['kind'] === 'review' ? [body['reason']] : []));
  expect(reasonsAt(village)).toContain('patientMoved');
  expect(reasonsAt(far)).toContain('writtenAfterMove');
});

type Act =
  | { readonly does: 'cut' | 'mend' | 'exchange' | 'register'; readonly at: number }
  | { readonly does: 'write' | 'visit'; readonly at: number; readonly whom: number }
  | { readonly does: 'move'; readonly at: number; readonly whom: number; readonly to: number }
  | { readonly does: 'countyMove'; readonly whom: number; readonly to: number };

const homes = [places.village, places.otherVillage, places.township, places.farVillage, places.farTownship] as const;
const at = fc.nat(2);
const whom = fc.nat(5);
const to = fc.nat(homes.length - 1);
const act: fc.Arbitrary<Act> = fc.oneof(
  fc.record({ does: fc.constantFrom('cut' as const, 'mend' as const, 'exchange' as const, 'register' as const), at }),
  { arbitrary: fc.record({ does: fc.constantFrom('write' as const, 'visit' as const), at, whom }), weight: 2 },
  { arbitrary: fc.record({ does: fc.constant('move' as const), at, whom, to }), weight: 2 },
  fc.record({ does: fc.constant('countyMove' as const), whom, to }),
);

test('SYNC-9 after any moves, writes and broken lines every replica holds exactly what is in its scopes, and nothing was refused', { timeout: 600_000 }, async () => {
  await fc.assert(fc.asyncProperty(fc.array(act, { minLength: 12, maxLength: 30 }), async (acts) => {
    const known: Patient[] = [];
    for (const one of acts) await perform(one, known);
    await quiet();
    for (const { clinic } of all) {
      const scopes = clinic.replica.scopes();
      const held = await county.county.db.selectFrom('documentScope').select('documentId').distinct().where('scope', 'in', [...scopes]).execute();
      const here = clinic.replica.dump('', 100_000);
      expect(here.map((document) => document.id)).toEqual(held.map((row) => row.documentId).toSorted());
      expect(here.filter((document) => document.waiting || document.scopes.length === 0)).toEqual([]);
      expect(clinic.replica.lineFacts()).toMatchObject({ waiting: { count: 0 }, quarantined: 0, parked: 0 });
    }
    for (const patient of known) {
      const rows = await county.county.db.selectFrom('documentScope').innerJoin('document', 'id', 'documentId').select(['scope', 'body']).where('id', '=', patient.id).execute();
      for (const { scope, body } of rows) expect(scope).toBe(organisationScope((body as Patient).homeId));
    }
  }), { numRuns: 6 });
});

async function perform(one: Act, known: Patient[]): Promise<void> {
  const patient = 'whom' in one ? known[one.whom % Math.max(1, known.length)] : undefined;
  if (one.does === 'countyMove') {
    if (patient) await movePatient(county.county.store, { patientId: patient.id, toId: homes[one.to] ?? places.village, reason: '迁居' }, new Date());
    return;
  }
  const place = all[one.at];
  if (!place) return;
  const { clinic, line } = place;
  const shown = patient && clinic.replica.document('patient', patient.id);
  switch (one.does) {
    case 'cut': return cut(place);
    case 'mend': line.mood = 'good'; return;
    case 'exchange': await clinic.exchange().catch(() => undefined); return;
    case 'register': {
      const made = aPatient({ homeId: clinic.actor.orgId });
      known.push(made);
      clinic.save([{ op: 'create', document: made }]);
      return;
    }
    case 'write':
      if (shown) clinic.replica.save('patients.change', clinic.actor, () => ({ writes: [{ op: 'change', kind: 'patient', id: shown.id, changes: [{ unit: 'phone', before: shown.phone, after: newId().slice(-11) }] }] }));
      return;
    case 'visit':
      if (shown) clinic.replica.save('encounters.open', clinic.actor, () => ({ writes: [{ op: 'create', document: anEncounter({ patientId: shown.id, homeId: shown.homeId, orgId: clinic.actor.orgId }) }] }));
      return;
    case 'move':
      if (shown && shown.homeId !== homes[one.to]) clinic.replica.save('patients.move', clinic.actor, () => ({ writes: [{ op: 'create', document: aPatientMove(shown, homes[one.to] ?? places.village, { asked: askedBy(place) }) }] }));
  }
}
