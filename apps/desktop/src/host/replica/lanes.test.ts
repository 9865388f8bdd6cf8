import type { Submission } from '@lianyi/schema/wire/exchange';
import { aPatient, anAllergy } from '@lianyi/tests/builders/aPatient';
import type { TestReplica } from '@lianyi/tests/builders/aReplica';
import { aReplica } from '@lianyi/tests/builders/aReplica';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

let clinic: TestReplica;
beforeEach(() => { clinic = aReplica(); });
afterEach(() => clinic.close());

const register = (over: Parameters<typeof aPatient>[0] = {}) => {
  const patient = aPatient(over);
  return { patient, ...clinic.save([{ op: 'create', document: patient }]) };
};

function findAllergy(patientId: string): { readonly bundleId: string } {
  const saved = clinic.replica.save('patients.change', clinic.actor, () => ({
    lane: 'urgent', writes: [{ op: 'change', kind: 'patient', id: patientId, changes: [{ unit: 'allergies/a1', before: null, after: anAllergy() }] }],
  }));
  if (!saved.ok) throw new Error(JSON.stringify(saved));
  return saved;
}

const places = (submissions: readonly Submission[]): readonly string[] => submissions.map(({ link }) => `${link.lane} ${link.number}`);

describe('SYNC-20 the urgent lane', () => {
  test('SYNC-20 urgent bundles travel first, and the routine ones that they need with them where they are few', () => {
    register();
    const { patient, bundleId } = register();
    register();
    findAllergy(patient.id);
    const sent = clinic.replica.submissions(200, 1_000_000);
    expect(places(sent)).toEqual(['urgent 1', 'routine 1', 'routine 2', 'routine 3']);
    expect(sent[0]?.body).toMatchObject({ saveNumber: 4, needs: [bundleId] });
  });

  test('SYNC-20 a large routine outbox does not delay an urgent bundle: its request stays small', () => {
    const { patient } = register();
    for (let at = 0; at < 30; at += 1) register({ address: { village: '青石坪村', group: '一组', detail: '长'.repeat(120) } });
    // A few large bundles that were saved before.
    for (let at = 0; at < 3; at += 1) clinic.save(Array.from({ length: 300 }, () => ({ op: 'create' as const, document: aPatient() })), 'imports.roster');
    findAllergy(patient.id);
    const sent = clinic.replica.submissions(200, 1_000_000);
    expect(places(sent).slice(0, 2)).toEqual(['urgent 1', 'routine 1']);
    expect(JSON.stringify(sent).length).toBeLessThan(80_000);
    expect(sent.length).toBeGreaterThan(20);

    clinic.replica.apply({ epoch: clinic.county.epoch, scopes: [...clinic.scopes], receipts: sent.map((one) => clinic.county.receipt(one, 'accepted')), page: { entries: [], documents: [], cursors: {}, more: false } });
    expect(JSON.stringify(clinic.replica.submissions(200, 1_000_000)).length).toBeGreaterThan(300_000);
  });

  test('SYNC-20 an urgent bundle goes even where the next routine one alone is too large for its request', () => {
    const { patient } = register();
    clinic.replica.apply({ epoch: clinic.county.epoch, scopes: [...clinic.scopes], receipts: clinic.replica.submissions(1, 1).map((one) => clinic.county.receipt(one, 'accepted')), page: clinic.county.puts([patient], clinic.scopes) });
    clinic.save(Array.from({ length: 300 }, () => ({ op: 'create' as const, document: aPatient() })), 'imports.roster');
    findAllergy(patient.id);
    expect(places(clinic.replica.submissions(200, 1_000_000))).toEqual(['urgent 1']);
    expect(places(clinic.replica.submissions(200, 1))).toEqual(['urgent 1']);
  });

  test('SYNC-20 while the urgent bundle is settled and an earlier routine one is not, both stay in sight', () => {
    const { patient } = register();
    clinic.replica.apply({ epoch: clinic.county.epoch, scopes: [...clinic.scopes], receipts: clinic.replica.submissions(9, 9_999).map((one) => clinic.county.receipt(one, 'accepted')), page: clinic.county.puts([patient], clinic.scopes) });
    clinic.save([{ op: 'change', kind: 'patient', id: patient.id, changes: [{ unit: 'phone', before: null, after: '13800000001' }] }]);
    const { bundleId } = findAllergy(patient.id);
    const [urgent] = clinic.replica.submissions(1, 9_999);
    const merged = { ...patient, allergies: { a1: anAllergy() } };
    clinic.replica.apply({ epoch: clinic.county.epoch, scopes: [...clinic.scopes], receipts: urgent ? [clinic.county.receipt(urgent, 'accepted')] : [], page: clinic.county.puts([merged], clinic.scopes, bundleId) });
    expect(clinic.replica.document('patient', patient.id)).toEqual({ ...merged, phone: '13800000001' });
    expect(places(clinic.replica.submissions(9, 9_999))).toEqual(['routine 2']);
  });
});
