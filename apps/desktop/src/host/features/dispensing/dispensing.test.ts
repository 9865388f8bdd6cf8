import fc from 'fast-check';
import type { OrganisationId, PatientId } from '@lianyi/schema/basics/ids';
import { newId } from '@lianyi/schema/basics/ids';
import { catalogueScope, organisationScope } from '@lianyi/schema/documents/kinds';
import { aCaller } from '@lianyi/tests/builders/aCaller';
import { anEncounter } from '@lianyi/tests/builders/anEncounter';
import { anOrganisation, aPerson } from '@lianyi/tests/builders/anOrganisation';
import { aPatient, anAllergy, aSignature, testOrgId } from '@lianyi/tests/builders/aPatient';
import { aPrescription, aPrescriptionItem } from '@lianyi/tests/builders/aPrescription';
import { catalogueProducts, productNamed } from '@lianyi/tests/builders/aProduct';
import type { TestReplica } from '@lianyi/tests/builders/aReplica';
import { aReplica } from '@lianyi/tests/builders/aReplica';
import { aStockMove } from '@lianyi/tests/builders/aStockMove';
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { amountOfUnits } from './amounts.ts';

const now = new Date('2026-03-09T01:50:00Z');
const ambroxol = productNamed('氨溴索片');
const prednisone = productNamed('泼尼松片');
const patient = aPatient({ allergies: { a1: anAllergy() } });
const visit = anEncounter({ patientId: patient.id, diagnoses: [{ system: 'icd10', code: 'J44.100', text: '慢阻肺急性加重' }], progress: { state: 'signed', signature: aSignature() } });
const prescription = aPrescription({
  patientId: patient.id, encounterId: visit.id,
  order: { items: [aPrescriptionItem({ quantity: 15 }), aPrescriptionItem({ itemNo: 2, quantity: 30, dose: 30, frequency: 'qdm' }, prednisone)] },
});
const opened = { lotNumber: '2411062', expiry: '2026-08-31' };
const closed = { lotNumber: '2412090', expiry: '2026-10-31' };
const bottle = { lotNumber: '2409015', expiry: '2027-02-28', productId: prednisone.id };

let clinic: TestReplica;
let host: ReturnType<typeof aCaller>;
beforeEach(() => {
  clinic = aReplica({ now: () => now });
  host = aCaller(clinic, { now: () => now });
  clinic.pull(
    anOrganisation(), aPerson(), ...catalogueProducts(), patient, visit, prescription,
    aStockMove({ lot: opened, quantity: 8 }), aStockMove({ lot: closed, quantity: 40 }), aStockMove({ lot: bottle, quantity: 62, shelf: 'C-02' }),
    aStockMove({ lot: { lotNumber: 'OLD', expiry: '2026-03-08' }, quantity: 100 }),
  );
});
afterEach(() => { clinic.close(); });

type Line = { itemNo: number; productId: string; lotNumber: string; expiry: string; quantity: number };
const line = (itemNo: number, lot: { lotNumber: string; expiry: string }, quantity: number, over: Partial<Line> = {}): Line => ({ itemNo, productId: itemNo === 1 ? ambroxol.id : prednisone.id, lotNumber: lot.lotNumber, expiry: lot.expiry, quantity, ...over });
const give = async (...lines: Line[]) => host.dispensing.dispense({ prescriptionId: prescription.id, ownerId: testOrgId, lines, payment: 'insurance', checkedBy: null });
const plan = async () => {
  const found = await host.dispensing.plan({ prescriptionId: prescription.id, ownerId: null });
  if (!found) throw new Error('no plan');
  return found;
};
const held = (lot: { lotNumber: string }) => clinic.replica.get<{ quantity: number }>('SELECT quantity FROM lot_balance WHERE lot_number = ?', lot.lotNumber)?.quantity;
const bundles = () => clinic.replica.get<{ n: number }>('SELECT count(*) AS n FROM bundle')?.n ?? 0;
const all = [line(1, opened, 8), line(1, closed, 7), line(2, bottle, 30)];

describe('what is entered and has not left yet', () => {
  const draft = { ownerId: null, allocation: { 1: [{ lot: { ...opened, daysLeft: 175, shelf: 'B-11', quantity: 8, known: 8, isOpened: true }, typed: '5' }] }, ticked: ['prescription' as const], payment: 'cash' as const, checkedBy: '' };

  it('is kept on the disk for the person who entered it, until it has left', async () => {
    await host.dispensing.keepDraft({ prescriptionId: prescription.id, draft });
    expect(await host.dispensing.draft({ prescriptionId: prescription.id })).toEqual(draft);
    expect(await host.dispensing.draft({ prescriptionId: newId() })).toBeNull();
    expect(bundles()).toBe(0);
    await host.dispensing.keepDraft({ prescriptionId: prescription.id, draft: null });
    expect(await host.dispensing.draft({ prescriptionId: prescription.id })).toBeNull();
  });
});

describe('the plan', () => {
  it('takes the opened lot that expires first, then the next, and never what has expired', async () => {
    const { lines, state, totalFen, ownerId, owners, banner } = await plan();
    expect(lines[0]).toMatchObject({
      ordered: 15, alreadyDispensed: 0, short: 0, packUnit: '盒', packSize: 20, packPriceFen: 640,
      lots: [{ ...opened, quantity: 8, known: 8, isOpened: true, daysLeft: 175, shelf: 'B-11' }, { ...closed, quantity: 7, known: 40, isOpened: false }],
      choices: [{ ...opened, known: 8 }, { ...closed, known: 40 }],
    });
    expect(lines[1]).toMatchObject({ lots: [{ lotNumber: bottle.lotNumber, quantity: 30, known: 62, shelf: 'C-02', isOpened: true }] });
    expect({ state, totalFen, ownerId, owners }).toEqual({ state: 'waiting', totalFen: 660, ownerId: testOrgId, owners: [{ orgId: testOrgId, name: '青石坪村卫生室' }] });
    expect(banner.name).toBe('张素芬');
  });

  it('says how many no lot covers', async () => {
    clinic.pull(aStockMove({ lot: closed, quantity: -38, reason: 'damage' }));
    expect((await plan()).lines[0]).toMatchObject({ lots: [{ quantity: 8 }, { quantity: 2 }], short: 5 });
  });

  it('gives two items of one product each their own units', async () => {
    const twice = aPrescription({ patientId: patient.id, encounterId: visit.id, order: { items: [aPrescriptionItem({ quantity: 8 }), aPrescriptionItem({ itemNo: 2, quantity: 10 })] } });
    clinic.pull(twice);
    const lots = (await host.dispensing.plan({ prescriptionId: twice.id, ownerId: null }))?.lines.map((entry) => entry.lots.map(({ lotNumber, quantity, known }) => [lotNumber, quantity, known]));
    expect(lots).toEqual([[['2411062', 8, 8]], [['2412090', 10, 40]]]);
  });

  it('is nothing for a prescription that is not here', async () => {
    expect(await host.dispensing.plan({ prescriptionId: newId(), ownerId: null })).toBeNull();
  });
});

describe('dispensing', () => {
  it('writes the dispense and the moves in one save, and the stock falls with it', async () => {
    const result = await give(...all);
    expect(result).toMatchObject({ ok: true });
    expect(bundles()).toBe(1);
    expect([held(opened), held(closed), held(bottle)]).toEqual([0, 33, 32]);
    expect(clinic.replica.document('dispense', result.ok && 'dispenseId' in result ? result.dispenseId : '')).toMatchObject({ amountFen: 660, payment: 'insurance', ownerId: testOrgId, orgId: testOrgId, lines: [{ quantity: 8 }, { quantity: 7 }, { quantity: 30 }] });
    expect(await plan()).toMatchObject({ state: 'done', totalFen: 0, lines: [{ alreadyDispensed: 15, lots: [], short: 0 }, {}], earlier: [{ amountFen: 660, by: '吴明礼', lines: [{ name: '氨溴索片', lotNumber: '2411062', quantity: 8, unit: '片' }, {}, {}] }] });
  });

  it('pressed twice is written once', async () => {
    await give(...all);
    expect(await give(...all)).toEqual({ ok: false, errors: [{ field: '', code: 'alreadyDispensed' }] });
    expect([bundles(), held(closed)]).toEqual([1, 33]);
  });

  it('goes in parts, each at its share of the price', async () => {
    await give(line(1, opened, 8));
    expect(await plan()).toMatchObject({ state: 'partly', totalFen: 404, lines: [{ alreadyDispensed: 8, lots: [{ ...closed, quantity: 7 }] }, { alreadyDispensed: 0 }] });
    expect(await give(line(1, closed, 8))).toEqual({ ok: false, errors: [{ field: 'lines.0.quantity', code: 'overDispensed', values: { ordered: 15, dispensed: 8, wanted: 8 } }] });
    await give(line(1, closed, 7));
    expect(await give(line(1, closed, 1))).toEqual({ ok: false, errors: [{ field: 'lines.0.quantity', code: 'alreadyDispensed', values: { ordered: 15, dispensed: 15, wanted: 1 } }] });
    await give(line(2, bottle, 30));
    const { state, earlier } = await plan();
    expect([state, earlier.map(({ amountFen }) => amountFen).toSorted((a, b) => a - b)]).toEqual(['done', [180, 224, 256]]);
  });

  it('refuses more than this PC knows the lot to hold, and says what it knows', async () => {
    expect(await give(line(1, opened, 9))).toEqual({ ok: false, short: { productId: ambroxol.id, name: '氨溴索片', lotNumber: '2411062', known: 8, wanted: 9 } });
    expect(await give(line(1, opened, 5), line(1, opened, 4))).toMatchObject({ ok: false, short: { known: 8, wanted: 9 } });
    expect(await give(line(1, { lotNumber: 'NEW', expiry: '2027-01-31' }, 1))).toMatchObject({ ok: false, short: { known: 0, wanted: 1 } });
    expect(bundles()).toBe(0);
  });

  test.each([[0, 'notPositive'], [-1, 'notPositive'], [1.5, 'notWhole'], [10_001, 'tooLarge'], [1e15, 'tooLarge']])('refuses a quantity of %d at its line', async (quantity, code) => {
    expect(await give(line(2, bottle, 10), line(1, opened, quantity))).toMatchObject({ ok: false, errors: [{ field: 'lines.1.quantity', code }] });
    expect(bundles()).toBe(0);
  });

  test.each([
    ['an expired lot', line(1, { lotNumber: 'OLD', expiry: '2026-03-08' }, 1), 'lines.0.expiry', 'lotExpired'],
    ['an expiry that is no day', line(1, { lotNumber: 'OLD', expiry: '2026-02-30' }, 1), 'lines.0.expiry', 'invalid'],
    ['an item that was not ordered', line(1, opened, 1, { itemNo: 7 }), 'lines.0.itemNo', 'notOrdered'],
    ['another product in an item\'s place', line(1, opened, 1, { productId: prednisone.id }), 'lines.0.itemNo', 'notOrdered'],
    ['a lot without a number', line(1, { lotNumber: ' ', expiry: '2026-08-31' }, 1), 'lines.0.lotNumber', 'required'],
  ])('refuses %s', async (_title, wrong, field, code) => {
    expect(await give(wrong)).toMatchObject({ ok: false, errors: [{ field, code }] });
  });

  it('refuses nothing at all, a stranger\'s stock, an unknown checker, and what is not a number', async () => {
    expect(await give()).toMatchObject({ ok: false, errors: [{ field: 'lines', code: 'required' }] });
    const base = { prescriptionId: prescription.id, ownerId: testOrgId as string, lines: [line(1, opened, 1)], payment: 'cash' as const, checkedBy: null as string | null };
    expect(await host.dispensing.dispense({ ...base, ownerId: newId() })).toMatchObject({ ok: false, errors: [{ field: 'ownerId', code: 'notFound' }] });
    expect(await host.dispensing.dispense({ ...base, checkedBy: newId() })).toMatchObject({ ok: false, errors: [{ field: 'checkedBy', code: 'notFound' }] });
    expect(await host.dispensing.dispense({ ...base, prescriptionId: newId() })).toMatchObject({ ok: false, errors: [{ code: 'notFound' }] });
    await expect(host.dispensing.dispense({ ...base, lines: [line(1, opened, Number.NaN)] })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    await expect(aCaller(clinic, { role: 'storeKeeper' }).dispensing.dispense(base)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('refuses what is not signed, is stopped, or was for another day', async () => {
    const items = prescription.order.items;
    const draft = aPrescription({ patientId: patient.id, order: { state: 'draft', signature: null, items } });
    const stopped = aPrescription({ patientId: patient.id, order: { items }, stopped: { signature: aSignature(), reason: '改药' } });
    const yesterday = aPrescription({ patientId: patient.id, order: { items, validUntil: '2026-03-08' } });
    clinic.pull(draft, stopped, yesterday);
    const codes = [];
    for (const { id } of [draft, stopped, yesterday]) {
      const result = await host.dispensing.dispense({ prescriptionId: id, ownerId: testOrgId, lines: [line(1, opened, 1)], payment: 'cash', checkedBy: null });
      codes.push('errors' in result ? result.errors[0]?.code : 'given');
    }
    expect([codes, bundles()]).toEqual([['notSigned', 'stopped', 'expired'], 0]);
  });

  it('keeps what left after the PC is closed and opened again', async () => {
    await give(...all);
    clinic = clinic.reopen();
    expect([held(opened), held(closed), held(bottle)]).toEqual([0, 33, 32]);
  });
});

describe('the queue', () => {
  it('has the day\'s prescriptions, what waits first, with how far each has got', async () => {
    const of = (id: string, over: Parameters<typeof aPrescription>[0]) => aPrescription({ number: id, patientId: patient.id, ...over });
    clinic.pull(
      of('draft', { order: { state: 'draft', signature: null } }), of('stopped', { stopped: { signature: aSignature(), reason: 'x' } }),
      of('two days', { createdAt: '2026-03-08T09:00:00+08:00', order: { validUntil: '2026-03-10' } }), of('yesterday', { createdAt: '2026-03-08T09:00:00+08:00', order: { validUntil: '2026-03-08' } }),
      of('stranger', { patientId: newId() as PatientId }),
    );
    await give(line(1, opened, 8));
    const queue = await host.dispensing.queue();
    expect(Object.fromEntries(queue.map(({ number, state }) => [number, state]))).toEqual({ '0127-0309-04': 'partly', stopped: 'stopped', 'two days': 'waiting' });
    expect(queue.at(-1)?.state).toBe('stopped');
    expect(queue[0]).toMatchObject({ patientName: '张素芬', ageYears: 67, prescriber: '吴明礼', hasAllergy: true });
  });
});

describe('a nurse who visits a village', () => {
  it('gives out of the village\'s stock what the village\'s doctor wrote, from the township\'s PC', async () => {
    const township = newId() as OrganisationId;
    const visiting = aReplica({ orgId: township, scopes: [organisationScope(township), organisationScope(testOrgId), catalogueScope], now: () => now });
    try {
      visiting.pull(anOrganisation(), anOrganisation({ id: township, name: '云岭镇卫生院', shortName: '云岭镇卫生院', type: 'township' }), ...catalogueProducts(), patient, visit, prescription, aStockMove({ lot: opened, quantity: 8 }));
      const nurse = aCaller(visiting, { role: 'nurse', now: () => now });
      expect(await nurse.dispensing.queue()).toMatchObject([{ prescriptionId: prescription.id }]);
      const found = await nurse.dispensing.plan({ prescriptionId: prescription.id, ownerId: null });
      expect(found).toMatchObject({ ownerId: testOrgId, owners: [{ orgId: township }, { orgId: testOrgId }], lines: [{ short: 7 }, {}] });
      expect(await nurse.dispensing.dispense({ prescriptionId: prescription.id, ownerId: testOrgId, lines: [line(1, opened, 8)], payment: 'cash', checkedBy: null })).toMatchObject({ ok: true });
      const move = visiting.replica.get<{ id: string }>("SELECT id FROM stock_move_index WHERE reason = 'dispense'");
      expect(visiting.replica.document('stockMove', move?.id ?? '')).toMatchObject({ lot: { ownerId: testOrgId }, quantity: -8, moved: { orgId: township } });
    } finally {
      visiting.close();
    }
  });
});

it('whoever is visiting gives out of the shelf that the PC stands beside', async () => {
  const township = newId() as OrganisationId;
  const visitor = aCaller({ ...clinic, actor: { personId: clinic.actor.personId, orgId: township } }, { role: 'physician', now: () => now });
  const own = aPrescription({ patientId: patient.id, encounterId: visit.id, orgId: township, order: { items: [aPrescriptionItem({ quantity: 8 })] } });
  clinic.pull(own);
  expect(await visitor.dispensing.plan({ prescriptionId: own.id, ownerId: null })).toMatchObject({ ownerId: testOrgId, lines: [{ short: 0 }] });
  expect(await visitor.dispensing.dispense({ prescriptionId: own.id, ownerId: testOrgId, lines: [line(1, opened, 8)], payment: 'cash', checkedBy: null })).toMatchObject({ ok: true });
  expect(held(opened)).toBe(0);
});

test('the parts of an item cost what the whole costs, to the fen', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 100_000 }), fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 8 }), (amountFen, parts) => {
      const quantity = parts.reduce((sum, units) => sum + units, 0);
      let before = 0;
      let paid = 0;
      for (const units of parts) {
        const part = amountOfUnits(aPrescriptionItem({ quantity, amountFen }), before, units);
        expect(part).toBeGreaterThanOrEqual(0);
        paid += part;
        before += units;
      }
      expect(paid).toBe(amountFen);
    }),
  );
});
