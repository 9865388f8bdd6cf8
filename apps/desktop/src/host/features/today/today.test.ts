import type { DispenseId } from '@lianyi/schema/basics/ids';
import { newId } from '@lianyi/schema/basics/ids';
import type { Vitals } from '@lianyi/schema/documents/encounter';
import type { Dispense } from '@lianyi/schema/documents/stock';
import type { Prescription } from '@lianyi/schema/documents/prescription';
import { aCaller } from '@lianyi/tests/builders/aCaller';
import { anAllergy, aPatient, aProblem, aSignature, testOrgId } from '@lianyi/tests/builders/aPatient';
import { aPrescription, aPrescriptionItem } from '@lianyi/tests/builders/aPrescription';
import { aProduct } from '@lianyi/tests/builders/aProduct';
import type { TestReplica } from '@lianyi/tests/builders/aReplica';
import { aReplica } from '@lianyi/tests/builders/aReplica';
import { aStockMove } from '@lianyi/tests/builders/aStockMove';
import { anEncounter } from '@lianyi/tests/builders/anEncounter';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const now = new Date('2026-03-09T09:42:18+08:00');
let clinic: TestReplica;
let caller: ReturnType<typeof aCaller>;
beforeEach(() => {
  clinic = aReplica({ now: () => now });
  caller = aCaller(clinic, { now: () => now });
});
afterEach(() => clinic.close());

const overview = async () => caller.today.overview();
const signed = { state: 'signed' as const, signature: aSignature() };
const vitals = (over: Partial<Vitals>): Vitals => ({ temperatureC: null, pulse: null, respiration: null, systolic: null, diastolic: null, spo2: null, weightKg: null, heightCm: null, glucoseMmolL: null, onOxygen: false, consciousness: null, ...over });

test('an empty day says so', async () => {
  expect(await overview()).toEqual({
    day: '2026-03-09', lunar: '农历正月廿一', waiting: [], seen: [], drafts: 0, due: [], dueToday: 0, overdue: 0, dueThisWeek: 0, stockAlerts: [],
    takings: { totalFen: 0, insuranceFen: 0, cashFen: 0, scanFen: 0, visits: 0 },
  });
});

describe('waiting', () => {
  test('by triage before arrival, with allergies and the drugs that one should know of', async () => {
    const warfarin = aProduct({ name: '华法林片', atc: 'B01AA03' });
    const [first, urgent, third] = [aPatient({ name: '杨昌福' }), aPatient({ name: '龙子涵', allergies: { a: anAllergy(), b: anAllergy({ substance: '磺胺类', status: 'refuted' }) } }), aPatient({ name: '田桂香' })];
    const order = aPrescription({ patientId: third.id, createdAt: '2026-03-01T09:00:00+08:00', order: { signature: aSignature({ at: '2026-03-01T09:00:00+08:00' }), items: [aPrescriptionItem({ days: 28 }, warfarin)] } });
    clinic.pull(warfarin, first, urgent, third, order);
    await caller.queue.add({ patientId: first.id, reason: '取药', triage: 'IV' });
    await caller.queue.add({ patientId: urgent.id, reason: '发热', triage: 'III' });
    await caller.queue.add({ patientId: third.id, reason: '膝痛', triage: 'IV' });
    const { waiting } = await overview();
    expect(waiting.map((row) => [row.entry.number, row.name, row.allergies, row.medicationHints])).toEqual([[2, '龙子涵', ['青霉素'], []], [1, '杨昌福', [], []], [3, '田桂香', [], ['华法林片']]]);
  });

  test('who is in a visit stands first, and their draft is not yet among the seen', async () => {
    const [inVisit, waits] = [aPatient(), aPatient({ name: '杨昌福' })];
    clinic.pull(inVisit, waits);
    await caller.queue.add({ patientId: waits.id, reason: '', triage: 'I' });
    await caller.queue.add({ patientId: inVisit.id, reason: '', triage: 'IV' });
    await caller.encounters.open({ patientId: inVisit.id, queueEntryId: null });
    const { waiting, seen, drafts } = await overview();
    expect(waiting.map((row) => [row.name, row.entry.state.name])).toEqual([['张素芬', 'inVisit'], ['杨昌福', 'waiting']]);
    expect([seen, drafts]).toEqual([[], 0]);
  });
});

describe('seen today', () => {
  const dispense = (prescription: Prescription, quantity: number, over: Partial<Dispense> = {}): Dispense => ({
    id: newId() as DispenseId, kind: 'dispense', prescriptionId: prescription.id, encounterId: prescription.encounterId, patientId: prescription.patientId, homeId: testOrgId, ownerId: testOrgId, orgId: testOrgId,
    lines: [{ itemNo: 1, productId: prescription.order.items[0]?.productId ?? aProduct().id, lotNumber: '2411062', expiry: '2026-08-31', quantity }], amountFen: 480, payment: 'insurance', dispensed: aSignature(), checkedBy: null, ...over,
  });

  test('tells how far each visit has come, and what was taken', async () => {
    const patient = aPatient();
    const visits = ['draft', 'signed', 'prescribed', 'partlyDispensed', 'dispensed'].map((_, at) =>
      anEncounter({ patientId: patient.id, startedAt: `2026-03-09T0${at + 1}:00:00+08:00`, diagnoses: [{ system: 'icd10', code: 'I10.x00', text: '原发性高血压' }], ...(at > 0 && { progress: signed }) }));
    const orders = [2, 3, 4].map((at) => aPrescription({ patientId: patient.id, encounterId: visits[at]?.id ?? anEncounter().id }));
    clinic.pull(patient, ...visits, ...orders, ...orders.slice(1).map((order, at) => dispense(order, at === 0 ? 5 : 15, { payment: at === 0 ? 'cash' : 'insurance' })));
    clinic.pull(anEncounter({ patientId: patient.id, progress: { state: 'enteredInError', signature: aSignature(), reason: '认错人' } }), anEncounter({ patientId: patient.id, startedAt: '2026-03-08T09:00:00+08:00', progress: signed }));
    const { seen, drafts, takings } = await overview();
    expect(seen.map((row) => row.state)).toEqual(['dispensed', 'partlyDispensed', 'prescribed', 'signed', 'draft']);
    expect(seen[0]).toMatchObject({ name: '张素芬', ageYears: 67, diagnosis: '原发性高血压', code: 'I10.x00', amountFen: 480, prescriptionId: orders[2]?.id });
    expect([drafts, takings]).toEqual([1, { totalFen: 960, insuranceFen: 480, cashFen: 480, scanFen: 0, visits: 4 }]);
    // Signed and not handed out, and not even signed: nothing has been paid.
    expect(seen.map((row) => row.amountFen)).toEqual([480, 480, null, null, null]);
  });
});

describe('due follow-ups', () => {
  const inProgramme = (name: string, programme: 'hypertension' | 'diabetes', recordedAt = '2025-01-01T09:00:00+08:00') =>
    aPatient({ name, problems: { p: aProblem({ programme, recorded: aSignature({ at: recordedAt }) }) } });

  test('two weeks after a pressure that was not at goal, a quarter after one that was', async () => {
    const [off, on, never, later] = [inProgramme('石明德', 'hypertension'), inProgramme('吴秀珍', 'hypertension'), inProgramme('杨再英', 'diabetes'), inProgramme('罗启光', 'hypertension')];
    clinic.pull(
      off, on, never, later,
      anEncounter({ patientId: off.id, startedAt: '2026-02-20T09:00:00+08:00', progress: signed, vitals: vitals({ systolic: 158, diastolic: 92 }) }),
      anEncounter({ patientId: on.id, startedAt: '2025-12-09T09:00:00+08:00', progress: signed, vitals: vitals({ systolic: 146, diastolic: 84 }) }),
      anEncounter({ patientId: later.id, startedAt: '2025-12-13T09:00:00+08:00', progress: signed, vitals: vitals({ systolic: 130, diastolic: 80 }) }),
    );
    const { due, overdue, dueToday, dueThisWeek } = await overview();
    expect(due.map((row) => [row.name, row.dueOn, row.inDays, row.last?.atGoal ?? null])).toEqual([
      ['杨再英', '2025-04-01', -342, null], ['石明德', '2026-03-06', -3, false], ['吴秀珍', '2026-03-09', 0, true], ['罗启光', '2026-03-13', 4, true],
    ]);
    expect([overdue, dueToday, dueThisWeek]).toEqual([2, 1, 1]);
  });

  test('a draft does not count; signing it moves the date, and an error takes it back', async () => {
    const patient = inProgramme('石明德', 'hypertension', '2025-12-01T09:00:00+08:00');
    const draft = anEncounter({ patientId: patient.id, startedAt: '2026-03-09T09:00:00+08:00', vitals: vitals({ systolic: 120, diastolic: 80 }) });
    clinic.pull(draft, patient);
    const dueOn = () => clinic.replica.get<{ due_on: string }>('SELECT due_on FROM follow_up')?.due_on;
    expect(dueOn()).toBe('2026-03-01');
    clinic.pull({ ...draft, progress: signed });
    expect(dueOn()).toBe('2026-06-09');
    clinic.pull({ ...draft, progress: { state: 'enteredInError', signature: aSignature(), reason: '认错人' } });
    expect(dueOn()).toBe('2026-03-01');
  });

  test('who leaves the programme is no longer due', async () => {
    const patient = inProgramme('石明德', 'hypertension');
    clinic.pull(patient);
    clinic.pull({ ...patient, problems: { p: aProblem({ status: 'resolved' }) } });
    expect((await overview()).due).toEqual([]);
  });
});

test('stock: the worst of each product, the most urgent first', async () => {
  const products = { negative: aProduct({ name: '甲' }), expired: aProduct({ name: '乙' }), out: aProduct({ name: '丙', minimumUnits: 10 }), soonOut: aProduct({ name: '辛', minimumUnits: 100 }), low: aProduct({ name: '丁', minimumUnits: 100 }), idle: aProduct({ name: '庚', minimumUnits: 100 }), near: aProduct({ name: '戊', minimumUnits: 10 }), fine: aProduct({ name: '己', minimumUnits: 10 }) };
  const move = (product: { readonly id: typeof products.fine.id }, quantity: number, expiry = '2027-08-31', reason: 'receipt' | 'dispense' = 'receipt') => aStockMove({ quantity, reason, lot: { productId: product.id, expiry } });
  clinic.pull(
    ...Object.values(products), move(products.negative, 40), move(products.negative, -44), move(products.expired, 40, '2026-03-08'), move(products.out, 40), move(products.out, -40),
    move(products.idle, 40), move(products.near, 40, '2026-04-30'), move(products.fine, 40),
    // Used at 5 units a day, and at 3.
    move(products.soonOut, 170), move(products.soonOut, -150, '2027-08-31', 'dispense'), move(products.low, 110), move(products.low, -90, '2027-08-31', 'dispense'),
  );
  expect((await overview()).stockAlerts[0]?.specification).toMatch(/^[\d.]+ [a-zA-Z]/);
  expect((await overview()).stockAlerts.map((alert) => [alert.name, alert.state, alert.quantity, alert.daysLeft])).toEqual([
    ['甲', 'negative', -4, null], ['乙', 'expired', 40, null], ['丙', 'out', 0, null], ['辛', 'low', 20, 4], ['戊', 'nearExpiry', 40, 52], ['丁', 'low', 20, 6], ['庚', 'low', 40, null],
  ]);
});
