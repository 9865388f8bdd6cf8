import { afterAll, beforeAll, expect, test } from 'vitest';
import { rightsOf } from '@lianyi/sync-server/access/permissions';
import { keptOf } from '@lianyi/sync-server/reports/kept';
import { deviceById } from '@lianyi/sync-server/store/devices';
import { releaseBundle } from '@lianyi/sync-server/sync/releaseBundle';
import type { TestClinic } from '@lianyi/tests/builders/aClinic';
import { aClinic } from '@lianyi/tests/builders/aClinic';
import type { TestCountyServer } from '@lianyi/tests/builders/aCounty';
import { aCounty, people, places } from '@lianyi/tests/builders/aCounty';
import { aPatient } from '@lianyi/tests/builders/aPatient';
import { anEncounter } from '@lianyi/tests/builders/anEncounter';

let county: TestCountyServer;
let village: TestClinic;
let township: TestClinic;
beforeAll(async () => {
  county = await aCounty();
  village = await aClinic(county, { orgId: places.village, personId: people.villageDoctor });
  township = await aClinic(county, { orgId: places.township, personId: people.physician });
}, 180_000);
afterAll(async () => {
  await village.close();
  await township.close();
  await county.close();
});

const stateOf = (bundleId: string) => village.replica.get<{ outcome: string }>('SELECT outcome FROM bundle WHERE id = ?', bundleId)?.outcome;
/** A record of a home that this PC does not follow, and a visit that builds on it: both end in quarantine. */
function outOfScope() {
  const patient = aPatient({ homeId: places.farVillage });
  const first = village.save([{ op: 'create', document: patient }], 'patients.register');
  const visit = anEncounter({ patientId: patient.id, homeId: places.village, orgId: places.village });
  const second = village.save([{ op: 'create', document: visit }], 'encounters.open');
  return { patient, visit, first, second };
}

test('SYNC-6 a clinic puts right what the county sent back; the county takes it in its place with what builds on it, and others see it', async () => {
  const { patient, visit, first, second } = outOfScope();
  await village.exchange();
  expect([stateOf(first.bundleId), stateOf(second.bundleId)]).toEqual(['quarantined', 'quarantined']);
  // Effects stay visible where they were made.
  expect(village.replica.document('patient', patient.id)).toEqual(patient);
  const { reviews } = village.host.caller;
  expect(await reviews.quarantined()).toMatchObject([{ reason: 'needsQuarantined', patientId: patient.id }, { reason: 'outOfScope', action: 'patients.register', patientId: patient.id }]);
  expect(await reviews.quarantinedSave({ bundleId: first.bundleId })).toMatchObject({ by: '龙正明', dependants: [{ bundleId: second.bundleId }], mayResubmit: true, mayWithdraw: false });
  expect(await reviews.quarantinedSave({ bundleId: second.bundleId })).toMatchObject({ needs: [{ bundleId: first.bundleId }], mayResubmit: false });

  const put = village.replica.correct(village.actor, { bundleId: first.bundleId, reason: '机构选错', writes: [{ op: 'create', kind: 'patient', version: 1, document: { ...patient, homeId: places.village } }] });
  if (!put.ok) throw new Error('not corrected');
  await village.exchange();
  await village.exchange();
  expect([stateOf(put.bundleId), stateOf(second.bundleId)]).toEqual(['accepted', 'accepted']);
  expect(village.replica.lineFacts().quarantined).toBe(0);
  expect(village.replica.get('SELECT count(*) AS n FROM overlay')).toEqual({ n: 0 });
  // What proves it is the correction; what it corrects stays in the proof.
  expect(village.replica.prove(patient.id)).toMatchObject({ standing: 'held', lines: expect.arrayContaining(['  outcome quarantined outOfScope', '  outcome accepted']) as unknown });
  expect((await keptOf(county.county.db, patient.id)).bundles.map(({ id }) => id)).toEqual([first.bundleId, put.bundleId]);
  await township.exchange();
  expect(township.replica.document('patient', patient.id)).toEqual({ ...patient, homeId: places.village });
  expect(township.replica.document('encounter', visit.id)).toEqual(visit);
});

test('SYNC-6 the same save is sent again once the county has mended the cause, or released there: either way it is taken in once', async () => {
  const { patient, first, second } = outOfScope();
  await village.exchange();
  // Nothing has been mended: sent again as it was it fails again, and is shown in the place of the first.
  const again = await village.host.caller.reviews.correct({ bundleId: first.bundleId, reason: '再送一次', withdraw: false, edits: [] });
  if (!again.ok) throw new Error('not corrected');
  await village.exchange();
  expect(stateOf(again.bundleId)).toBe('quarantined');
  expect((await village.host.caller.reviews.quarantined()).map((row) => row.bundleId)).toEqual([again.bundleId, second.bundleId]);

  const device = await deviceById(county.county.db, village.host.identity.deviceId);
  if (!device) throw new Error('no device');
  const rights = await rightsOf(county.county.db, device);
  const permission = { ...rights, scopes: new Set([...rights.scopes, `org:${places.farVillage}`]) };
  const release = { device, permission, reason: '准予', releasedBy: '县信息科' };
  expect(await releaseBundle(county.county, { ...release, bundleId: first.bundleId })).toEqual({ ok: false, why: 'corrected' });
  expect(await releaseBundle(county.county, { ...release, bundleId: again.bundleId })).toMatchObject({ ok: true, outcome: 'accepted', dependants: 1 });
  await village.exchange();
  expect([stateOf(again.bundleId), stateOf(second.bundleId)]).toEqual(['accepted', 'accepted']);
  expect(village.replica.lineFacts().quarantined).toBe(0);
  const far = await aClinic(county, { orgId: places.farVillage, personId: people.farDoctor });
  await far.exchange();
  expect(far.replica.document('patient', patient.id)).toEqual(patient);
  await far.close();
});
