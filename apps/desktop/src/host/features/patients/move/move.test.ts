import { idFromHash } from '@lianyi/schema/basics/ids';
import type { OrganisationId } from '@lianyi/schema/basics/ids';
import type { AnyDocument } from '@lianyi/schema/documents/kinds';
import { organisationScope } from '@lianyi/schema/documents/kinds';
import type { LogPage } from '@lianyi/schema/wire/exchange';
import type { Organisation } from '@lianyi/schema/documents/county';
import { aCaller } from '@lianyi/tests/builders/aCaller';
import { aPatient, testOrgId } from '@lianyi/tests/builders/aPatient';
import type { TestReplica } from '@lianyi/tests/builders/aReplica';
import { aReplica } from '@lianyi/tests/builders/aReplica';
import { afterEach, beforeEach, expect, test } from 'vitest';

const now = new Date('2026-03-09T09:42:18+08:00');
const home = organisationScope(testOrgId);
const institution = (id: OrganisationId, name: string, type: Organisation['type'], parentId: OrganisationId | null): Organisation => ({
  id, kind: 'organisation', name, shortName: name, type, parentId, divisionCode: '522299101', villages: [], capabilities: [], closedOn: null, history: [],
});
const [county, township, neighbour, far] = ['county', 'township', 'neighbour', 'far'].map((name) => idFromHash(name) as OrganisationId) as [OrganisationId, OrganisationId, OrganisationId, OrganisationId];

let clinic: TestReplica;
let caller: ReturnType<typeof aCaller>;
const patient = aPatient();
beforeEach(() => {
  clinic = aReplica({ now: () => now });
  caller = aCaller(clinic, { now: () => now });
  clinic.pull(
    institution(county, '安和县', 'county', null), institution(township, '云岭镇卫生院', 'township', county), institution(testOrgId, '青石坪村卫生室', 'village', township),
    institution(far, '坪上村卫生室', 'village', county), institution(neighbour, '木叶村卫生室', 'village', township), patient,
  );
});
afterEach(() => clinic.close());

/** The county's answer about the next bundle that waits, with a page. */
const answer = (outcome: 'accepted' | 'quarantined' | null, page = { entries: [], documents: [], cursors: clinic.county.cursors(), more: false } as LogPage): void => {
  const [submission] = clinic.replica.submissions(10, 1_000_000);
  clinic.replica.apply({ epoch: clinic.county.epoch, scopes: [...clinic.scopes], receipts: submission && outcome ? [clinic.county.receipt(submission, outcome)] : [], page });
};
const ownMove = (): readonly AnyDocument[] => clinic.replica.dump('', 100).flatMap(({ body }) => (body['kind'] === 'patientMove' ? [body as unknown as AnyDocument] : []));

test('SYNC-30 the institutions to choose from: no county office, the neighbours first', async () => {
  const choices = await caller.patients.institutions();
  expect(choices.map(({ orgId }) => orgId)).not.toContain(county);
  expect(choices.slice(0, 3).map(({ orgId }) => orgId).toSorted()).toEqual([township, neighbour, testOrgId].toSorted());
});

test('SYNC-30 a move has a place and a reason, is asked once, and leaves the record here until the county has carried it out', async () => {
  const move = (toId: string, reason: string) => caller.patients.move({ patientId: patient.id, toId, reason });
  expect(await move(far, ' ')).toMatchObject({ ok: false, errors: [{ field: 'reason', code: 'reasonRequired' }] });
  expect(await move(far, '迁'.repeat(201))).toMatchObject({ ok: false, errors: [{ field: 'reason', code: 'tooLong' }] });
  expect(await move(county, '迁居')).toMatchObject({ ok: false, errors: [{ field: 'toId' }] });
  expect(await move(testOrgId, '迁居')).toMatchObject({ ok: false, errors: [{ field: 'toId', code: 'alreadyHome' }] });
  expect(await caller.patients.move({ patientId: 'nobody', toId: far, reason: '迁居' })).toMatchObject({ ok: false, errors: [{ code: 'notFound' }] });
  expect(await caller.patients.lastMove({ patientId: patient.id })).toBeNull();

  expect(await move(far, '迁居')).toMatchObject({ ok: true });
  expect(await caller.patients.lastMove({ patientId: patient.id })).toMatchObject({ state: 'asked', toName: '坪上村卫生室', fromName: '青石坪村卫生室', reason: '迁居' });
  expect(await move(neighbour, '迁居')).toMatchObject({ ok: false, errors: [{ code: 'moveAsked' }] });
  expect(await caller.patients.chart({ patientId: patient.id })).toMatchObject({ patient: { homeId: testOrgId } });
});

test('SYNC-30 afterwards it says what happened: moved, while the record is due to leave and when it has gone; not moved; refused', async () => {
  await caller.patients.move({ patientId: patient.id, toId: far, reason: '迁居' });
  await caller.patients.change({ patientId: patient.id, changes: [{ unit: 'phone', before: null, after: '13800004127' }] });
  answer('accepted', clinic.county.puts(ownMove(), clinic.scopes));
  expect(await caller.patients.lastMove({ patientId: patient.id })).toMatchObject({ state: 'notMoved' });
  answer(null, clinic.county.evicts([patient.id], home));
  expect(await caller.patients.lastMove({ patientId: patient.id })).toMatchObject({ state: 'moved' });
  expect(await caller.patients.chart({ patientId: patient.id })).not.toBeNull();
  await expect(caller.encounters.open({ patientId: patient.id, queueEntryId: null })).rejects.toMatchObject({ code: 'PRECONDITION_FAILED', message: 'moved' });
  expect(await caller.patients.change({ patientId: patient.id, changes: [{ unit: 'phone', before: '13800004127', after: '13800004128' }] })).toMatchObject({ ok: false, errors: [{ code: 'moved' }] });
  answer('accepted');
  expect(await caller.patients.chart({ patientId: patient.id })).toBeNull();
});

test('SYNC-30 a move that the county keeps in quarantine says so', async () => {
  await caller.patients.move({ patientId: patient.id, toId: far, reason: '迁居' });
  answer('quarantined');
  expect(await caller.patients.lastMove({ patientId: patient.id })).toMatchObject({ state: 'refused' });
});

test('LINE-4 who may not write records moves nobody', async () => {
  const pharmacist = aCaller(clinic, { now: () => now, role: 'pharmacist' });
  await expect(pharmacist.patients.move({ patientId: patient.id, toId: far, reason: '迁居' })).rejects.toThrow('patient.write');
});
