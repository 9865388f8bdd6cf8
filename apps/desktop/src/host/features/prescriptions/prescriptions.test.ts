import { join } from 'node:path';
import { loadCatalogue } from '@lianyi/desktop/host/replica/loadCatalogue';
import { localClockTime } from '@lianyi/schema/basics/dates';
import type { EncounterId } from '@lianyi/schema/basics/ids';
import { newId } from '@lianyi/schema/basics/ids';
import { aCaller } from '@lianyi/tests/builders/aCaller';
import { anEncounter } from '@lianyi/tests/builders/anEncounter';
import { anOrganisation, aPerson } from '@lianyi/tests/builders/anOrganisation';
import { aPatient, anAllergy, aSignature } from '@lianyi/tests/builders/aPatient';
import { aPrescription, aPrescriptionItem } from '@lianyi/tests/builders/aPrescription';
import { catalogueProducts, productNamed } from '@lianyi/tests/builders/aProduct';
import type { TestReplica } from '@lianyi/tests/builders/aReplica';
import { aReplica } from '@lianyi/tests/builders/aReplica';
import { aStockMove } from '@lianyi/tests/builders/aStockMove';
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import type { ItemDraft } from './orderItems.ts';
import type { OrderDraft } from './inputs.ts';

const now = new Date('2026-03-09T01:42:18Z');
const catalogue = loadCatalogue(join(import.meta.dirname, '../../../../../../resources'));
const patient = aPatient({ allergies: { a1: anAllergy({ severity: 'severe', reaction: '皮疹、喉头水肿' }) } });
const visit = anEncounter({ patientId: patient.id, diagnoses: [{ system: 'icd10', code: 'J44.100', text: '慢阻肺急性加重' }] });

let clinic: TestReplica;
let host: ReturnType<typeof aCaller>;
beforeEach(() => {
  clinic = aReplica({ now: () => now });
  host = aCaller(clinic, { now: () => now, catalogue });
  clinic.pull(anOrganisation(), aPerson(), ...catalogueProducts(), patient, visit);
});
afterEach(() => { clinic.close(); });

function item(name: string, over: Partial<ItemDraft> = {}): ItemDraft {
  const product = productNamed(name);
  return { itemNo: 1, productId: product.id, dose: product.strengthPerUnit?.amount ?? 1, route: product.defaultRoute, frequency: 'tid', days: 5, quantity: null, note: '', ...over };
}
const orderOf = (items: readonly ItemDraft[], over: Partial<OrderDraft> = {}): OrderDraft => ({ type: 'general', items: items.map((entry, at) => ({ ...entry, itemNo: at + 1 })), overrides: [], supplyReason: '', ...over });
const check = async (...items: readonly ItemDraft[]) => host.prescriptions.check({ encounterId: visit.id, order: orderOf(items) });
const sign = async (order: OrderDraft) => host.prescriptions.sign({ encounterId: visit.id, order });
const save = async (order: OrderDraft) => host.prescriptions.save({ encounterId: visit.id, order });
const bundles = () => clinic.replica.get<{ n: number }>('SELECT count(*) AS n FROM bundle')?.n ?? 0;

/** Simvastatin for four weeks, signed two weeks ago. */
const simvastatin = aPrescription({
  patientId: patient.id, createdAt: '2026-02-23T09:00:00+08:00',
  order: { type: 'long', supplyReason: '慢性病', validUntil: '2026-02-23', items: [aPrescriptionItem({ days: 28, quantity: 28, frequency: 'qn' }, productNamed('辛伐他汀片'))], signature: aSignature({ at: '2026-02-23T09:10:00+08:00' }) },
});

describe('checking as they type', () => {
  it('the quantities and prices of the picture', async () => {
    expect(await check(item('氨溴索片'), item('阿奇霉素片', { dose: 0.5, frequency: 'qd', days: 3 }), item('泼尼松片', { dose: 30, frequency: 'qdm' }))).toMatchObject({
      items: [{ quantity: 15, amountFen: 480, inStock: 0 }, { quantity: 6, amountFen: 840 }, { quantity: 30, amountFen: 180 }],
      totalFen: 1500, drugs: 3, maxDrugs: 5, maxDays: 7,
    });
  });

  it('clarithromycin with the simvastatin in use is contraindicated, and azithromycin offered where it is in stock', async () => {
    clinic.pull(simvastatin, ...['阿奇霉素片', '红霉素肠溶片', '克拉霉素片', '阿莫西林胶囊'].map((name) => aStockMove({ lot: { productId: productNamed(name).id } })));
    const { alerts } = await check(item('克拉霉素片', { dose: 0.5, frequency: 'bid' }));
    expect(alerts[0]).toMatchObject({
      ruleId: 'DDI:clarithromycin+simvastatin', rule: 'interaction', severity: 'contraindicated', itemNo: 1, effect: '横纹肌溶解', values: { other: '辛伐他汀片', otherInUse: 1 },
      // Erythromycin meets simvastatin too, and amoxicillin the allergy.
      alternatives: [{ productId: productNamed('阿奇霉素片').id, usual: { dose: 0.5, frequency: 'qd' } }],
    });
  });

  it.each([['华法林钠片', '阿司匹林肠溶片'], ['布洛芬缓释胶囊', '阿司匹林肠溶片'], ['氯吡格雷片', '华法林钠片'], ['氯吡格雷片', '布洛芬缓释胶囊']])('with %s, no other drug of the same risk is offered for %s', async (taken, wanted) => {
    clinic.pull(...catalogueProducts().map(({ id }) => aStockMove({ lot: { productId: id } })));
    const { alerts } = await check(item(taken, { frequency: 'qd' }), item(wanted, { frequency: 'qd' }));
    const [found] = alerts.filter(({ rule, itemNo }) => rule === 'interaction' && itemNo === 2);
    expect(found).toMatchObject({ severity: 'major' });
    // What is offered brings no interaction when it is taken instead.
    for (const { productId } of found?.alternatives ?? []) {
      const { alerts: after } = await check(item(taken, { frequency: 'qd' }), item(wanted, { productId, frequency: 'qd' }));
      expect(after.filter(({ rule, itemNo }) => rule === 'interaction' && itemNo === 2)).toEqual([]);
    }
    expect(found?.alternatives.map(({ name }) => name)).not.toEqual(expect.arrayContaining(['氯吡格雷片']));
  });

  it('eye drops in use interact no more than those that are prescribed', async () => {
    const drops = productNamed('左氧氟沙星滴眼液');
    clinic.pull({ ...simvastatin, order: { ...simvastatin.order, items: simvastatin.order.items.map((one) => ({ ...one, productId: drops.id, name: drops.name, route: 'eye' as const })) } });
    expect((await check(item('华法林钠片', { frequency: 'qd' }))).alerts.map(({ rule }) => rule)).not.toContain('interaction');
  });

  it('beside warfarin no fluoroquinolone is offered for another, of which the table may be silent', async () => {
    clinic.pull(...catalogueProducts().map(({ id }) => aStockMove({ lot: { productId: id } })));
    const { alerts } = await check(item('华法林钠片', { frequency: 'qd' }), item('左氧氟沙星片', { frequency: 'qd' }));
    const [found] = alerts.filter(({ rule, itemNo }) => rule === 'interaction' && itemNo === 2);
    expect(found?.severity).toBe('major');
    expect(found?.alternatives.map(({ name }) => name)).not.toContain('诺氟沙星胶囊');
  });

  it('what was stopped is no longer in use', async () => {
    clinic.pull({ ...simvastatin, stopped: { signature: aSignature(), reason: '肌痛' } });
    expect((await check(item('克拉霉素片', { dose: 0.5, frequency: 'bid' }))).alerts.map(({ rule }) => rule)).toEqual(['outOfStock']);
  });

  it('meets the patient: the allergy refuses amoxicillin for good', async () => {
    const { alerts } = await check(item('阿莫西林胶囊'));
    expect(alerts[0]).toMatchObject({ rule: 'allergy', severity: 'contraindicated', overridable: false, values: { substance: '青霉素' } });
  });

  it('says an allergy from the moment that the drug is chosen, before dose, frequency and days', async () => {
    const chosen = item('阿莫西林胶囊', { dose: null, frequency: '', days: null });
    const { alerts, items } = await check(chosen);
    expect(alerts).toContainEqual(expect.objectContaining({ rule: 'allergy', itemNo: 1, severity: 'contraindicated' }));
    expect(items).toMatchObject([{ quantity: null, amountFen: null }]);
  });

  it('says what is not on the shelf, and what has only expired', async () => {
    clinic.pull(aStockMove({ lot: { expiry: '2026-03-08' } }), aStockMove({ lot: { productId: productNamed('泼尼松片').id }, quantity: 10 }));
    const { alerts, items } = await check(item('氨溴索片'), item('泼尼松片', { dose: 30, frequency: 'qdm' }));
    expect(alerts.map(({ rule, itemNo, severity }) => [rule, itemNo, severity])).toEqual([['expiredProduct', 1, 'info'], ['outOfStock', 2, 'info']]);
    expect(items.map(({ inStock }) => inStock)).toEqual([0, 10]);
  });

  it('bears what is missing and refuses what cannot be', async () => {
    expect(await check(item('氨溴索片', { dose: null, days: null, frequency: '' }))).toMatchObject({ items: [{ quantity: null, amountFen: null }], totalFen: 0 });
    const justAdded = await check(item('氨溴索片', { dose: null, days: null, frequency: '' }));
    expect(justAdded.alerts.filter(({ rule }) => rule === 'quantityInvalid')).toEqual([]);
    for (const wrong of [{ quantity: 0 }, { quantity: -3 }, { quantity: 1.5 }, { quantity: 1e9 }, { dose: -1 }, { days: 2.5 }]) {
      const { items, totalFen, alerts } = await check(item('氨溴索片', wrong));
      // The field says it; a second reason beside it would be one too many.
      expect({ items, totalFen, rules: alerts.map(({ rule }) => rule).filter((rule) => rule === 'quantityInvalid') }).toMatchObject({ items: [{ quantity: null, amountFen: null }], totalFen: 0, rules: [] });
    }
    expect((await check(item('氨溴索片', { dose: 99_000 }))).alerts).toContainEqual(expect.objectContaining({ rule: 'quantityInvalid', severity: 'contraindicated', overridable: false }));
  });
});

describe('a quantity that is typed', () => {
  it('is a supply for as long as it lasts, whatever days are written: beyond the law it cannot be signed', async () => {
    expect((await check(item('氨溴索片', { quantity: 21 }))).alerts.filter(({ rule }) => rule === 'tooManyDays')).toEqual([]);
    for (const [quantity, days] of [[22, 8], [5_000, 181]] as const) {
      expect((await check(item('氨溴索片', { quantity }))).alerts).toContainEqual(expect.objectContaining({ rule: 'tooManyDays', severity: 'contraindicated', overridable: false, values: expect.objectContaining({ days, maximum: 7 }) as object }));
      const order = orderOf([item('氨溴索片', { quantity })], { overrides: [{ ruleId: 'LAW:maxDays:general:氨溴索片', reason: '路远' }] });
      expect(await sign(order)).toMatchObject({ ok: false });
    }
    expect(bundles()).toBe(0);
  });
});

describe('keeping the draft', () => {
  it('keeps rows that are not written out beside it, on this PC, until they are', async () => {
    const row = { at: 0, drug: { productId: productNamed('氨溴索片').id, name: '氨溴索片', specification: '30 mg×20 片', unit: '片', doseUnit: 'mg', usualDose: '' }, dose: '', frequency: 'tid', route: 'po', days: '', quantity: 'abc', note: '' };
    await host.prescriptions.keepRows({ encounterId: visit.id, rows: [row] });
    expect((await host.encounters.get({ encounterId: visit.id }))?.unfinishedRows).toEqual([row]);
    expect((await host.encounters.get({ encounterId: visit.id }))?.prescription).toBeNull();
    await host.prescriptions.keepRows({ encounterId: visit.id, rows: [] });
    expect((await host.encounters.get({ encounterId: visit.id }))?.unfinishedRows).toEqual([]);
  });

  it('makes one prescription, with a number, and changes it after', async () => {
    const first = await save(orderOf([item('氨溴索片')]));
    const second = await save(orderOf([item('氨溴索片'), item('泼尼松片')]));
    expect(first).toMatchObject({ ok: true });
    expect(second.ok && first.ok && second.prescriptionId === first.prescriptionId).toBe(true);
    expect(clinic.replica.document('prescription', first.ok ? first.prescriptionId : '')).toMatchObject({ number: '0127-0309-01', order: { state: 'draft', items: [{ quantity: 15 }, { itemNo: 2 }] } });
    expect((await host.encounters.get({ encounterId: visit.id }))?.prescription?.order.items).toHaveLength(2);
  });

  it('is harmless when it comes twice', async () => {
    await save(orderOf([item('氨溴索片')]));
    expect(await save(orderOf([item('氨溴索片')]))).toMatchObject({ ok: true });
    expect(bundles()).toBe(1);
  });

  it('makes nothing of an empty order, and empties a draft that was begun', async () => {
    expect(await save(orderOf([]))).toMatchObject({ ok: true, prescriptionId: '' });
    await save(orderOf([item('氨溴索片')]));
    expect(await save(orderOf([]))).toMatchObject({ ok: true });
    expect([bundles(), (await host.encounters.get({ encounterId: visit.id }))?.prescription?.order.items]).toEqual([2, []]);
  });

  test.each([
    [{ dose: null }, 'items.0.dose', 'required'], [{ dose: 0 }, 'items.0.dose', 'notPositive'], [{ dose: 1e6 }, 'items.0.dose', 'tooLarge'],
    [{ days: 0 }, 'items.0.days', 'notPositive'], [{ days: 2.5 }, 'items.0.days', 'notWhole'], [{ days: 4000 }, 'items.0.days', 'tooLarge'],
    [{ quantity: 0 }, 'items.0.quantity', 'notPositive'], [{ quantity: -2 }, 'items.0.quantity', 'notPositive'], [{ quantity: 2.5 }, 'items.0.quantity', 'notWhole'], [{ quantity: 1e12 }, 'items.0.quantity', 'tooLarge'],
    [{ route: 'throw' }, 'items.0.route', 'required'], [{ frequency: 'often' }, 'items.0.frequency', 'required'], [{ productId: 'none' }, 'items.0.productId', 'notFound'], [{ note: '长'.repeat(201) }, 'items.0.note', 'tooLong'],
  ])('refuses %j at its field', async (wrong, field, code) => {
    expect(await save(orderOf([item('氨溴索片', wrong)]))).toMatchObject({ ok: false, errors: [{ field, code }] });
    expect(bundles()).toBe(0);
  });
});

describe('signing', () => {
  it('signs visit and prescription in one bundle', async () => {
    await save(orderOf([item('氨溴索片')]));
    const before = bundles();
    const result = await sign(orderOf([item('氨溴索片'), item('泼尼松片', { dose: 30, frequency: 'qdm' })]));
    expect(result).toMatchObject({ ok: true });
    expect(bundles()).toBe(before + 1);
    expect(clinic.replica.document('prescription', result.ok ? result.prescriptionId : '')).toMatchObject({
      number: '0127-0309-01',
      order: { state: 'signed', items: [{ name: '氨溴索片', quantity: 15, amountFen: 480 }, { quantity: 30 }], validUntil: '2026-03-09', signature: { by: clinic.actor.personId, at: localClockTime(now) } },
    });
    expect(clinic.replica.document('encounter', visit.id)?.progress).toMatchObject({ state: 'signed' });
    expect(clinic.replica.get('SELECT action FROM bundle ORDER BY save_number DESC LIMIT 1')).toEqual({ action: 'prescriptions.sign' });
  });

  it('pressed twice is signed once', async () => {
    const order = orderOf([item('氨溴索片')]);
    const first = await sign(order);
    expect([await sign(order), bundles()]).toEqual([first, 1]);
  });

  it('refuses an alert that stops it until a written reason answers it, and keeps the reason', async () => {
    clinic.pull(simvastatin);
    const clarithromycin = [item('克拉霉素片', { dose: 0.5, frequency: 'bid' })];
    const ruleId = 'DDI:clarithromycin+simvastatin';
    expect(await sign(orderOf(clarithromycin))).toMatchObject({ ok: false, errors: [{ field: 'order', code: 'alertsUnanswered', values: { count: 1 } }], alerts: [{ ruleId }, {}] });
    expect(await sign(orderOf(clarithromycin, { overrides: [{ ruleId, reason: '  ' }] }))).toMatchObject({ ok: false });
    const signed = await sign(orderOf(clarithromycin, { overrides: [{ ruleId, reason: '疗程内停辛伐他汀' }, { ruleId: 'DDI:gone', reason: '旧的' }] }));
    expect(clinic.replica.document('prescription', signed.ok ? signed.prescriptionId : '')?.order.overrides).toEqual([{ ruleId, reason: '疗程内停辛伐他汀' }]);
  });

  it('takes no reason for what the law or a severe allergy refuses', async () => {
    const refused = async (order: OrderDraft) => {
      const { alerts } = await host.prescriptions.check({ encounterId: visit.id, order });
      return sign({ ...order, overrides: alerts.map(({ ruleId }) => ({ ruleId, reason: '必须用' })) });
    };
    const six = ['氨溴索片', '泼尼松片', '氯雷他定片', '奥美拉唑肠溶胶囊', '维生素C片', '维生素B6片'].map((name) => item(name, { frequency: 'qd' }));
    expect(await refused(orderOf(six))).toMatchObject({ ok: false });
    expect(await refused(orderOf([item('氨溴索片', { days: 8 })]))).toMatchObject({ ok: false });
    expect(await refused(orderOf([item('阿莫西林胶囊')]))).toMatchObject({ ok: false });
    expect(await refused(orderOf([item('注射用头孢曲松钠', { route: 'iv', frequency: 'qd', days: 3 })]))).toMatchObject({ ok: false });
    expect(bundles()).toBe(0);
  });

  it('gives a long supply for a reason, where the law allows', async () => {
    const amlodipine = [item('氨氯地平片', { frequency: 'qd', days: 28 })];
    expect(await sign(orderOf(amlodipine, { type: 'long' }))).toMatchObject({ ok: false });
    expect(await sign(orderOf(amlodipine, { type: 'long', supplyReason: '高血压，病情稳定' }))).toMatchObject({ ok: true });
  });

  test('PERM-4 a drug above the signer\'s grade is not signed, with words that say what to do, until the right is given', async () => {
    const restricted = catalogueProducts().find(({ antibioticGrade, ingredients }) => antibioticGrade === 'restricted' && !ingredients.some((name) => /cillin/i.test(name)));
    if (restricted === undefined) throw new Error('no restricted antimicrobial in the tables');
    const order = orderOf([item(restricted.name, { days: 3, route: restricted.defaultRoute === 'iv' ? 'im' : restricted.defaultRoute, frequency: 'qd' })]);
    const stops = async () => (await host.prescriptions.check({ encounterId: visit.id, order })).alerts.filter(({ rule }) => rule === 'antibioticGrade').map(({ severity, advice }) => ({ severity, advice }));
    expect(await stops()).toEqual([{ severity: 'contraindicated', advice: '限制使用级：转诊，或紧急处方越级用 1 天' }]);
    expect(await sign(order)).toMatchObject({ ok: false, errors: expect.arrayContaining([expect.objectContaining({ code: 'alertsUnanswered' })]) as unknown });
    clinic.pull(aPerson({ grants: [{ from: '2026-03-01', antibiotics: 'restricted', narcotic: false }] }));
    expect(await stops()).toEqual([]);
    clinic.pull(aPerson({ grants: [{ from: null, antibiotics: 'none', narcotic: false }] }));
    expect((await host.prescriptions.check({ encounterId: visit.id, order: orderOf([item('阿莫西林胶囊')]) })).alerts.find(({ rule }) => rule === 'antibioticGrade')?.advice).toContain('您没有抗菌药物处方权');
  });

  it('needs drugs, a diagnosis, an open visit, and a prescriber', async () => {
    expect(await sign(orderOf([]))).toMatchObject({ ok: false, errors: [{ field: 'items', code: 'required' }] });
    const bare = anEncounter({ patientId: patient.id });
    clinic.pull(bare);
    expect(await host.prescriptions.sign({ encounterId: bare.id, order: orderOf([item('氨溴索片')]) })).toMatchObject({ ok: false, errors: [{ code: 'diagnosisMissing' }] });
    const signed = anEncounter({ patientId: patient.id, diagnoses: visit.diagnoses, progress: { state: 'signed', signature: aSignature() } });
    clinic.pull(signed);
    expect(await host.prescriptions.sign({ encounterId: signed.id, order: orderOf([item('氨溴索片')]) })).toMatchObject({ ok: false, errors: [{ code: 'signedAlready' }] });
    expect(await host.prescriptions.sign({ encounterId: newId(), order: orderOf([item('氨溴索片')]) })).toMatchObject({ ok: false, errors: [{ code: 'notFound' }] });
    await expect(aCaller(clinic, { role: 'nurse', catalogue }).prescriptions.sign({ encounterId: visit.id, order: orderOf([]) })).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('survives a closed PC: what was signed is there after opening again', async () => {
    const result = await sign(orderOf([item('氨溴索片')]));
    clinic = clinic.reopen();
    expect(clinic.replica.document('prescription', result.ok ? result.prescriptionId : '')?.order.state).toBe('signed');
  });
});

describe('after signing', () => {
  const signed = async () => {
    const result = await sign(orderOf([item('氨溴索片')]));
    return result.ok ? result.prescriptionId : '';
  };

  it('stops with a reason, once', async () => {
    const prescriptionId = await signed();
    expect(await host.prescriptions.stop({ prescriptionId, reason: ' ' })).toEqual({ ok: false, errors: [{ field: 'reason', code: 'required' }] });
    expect(await host.prescriptions.stop({ prescriptionId, reason: '患者已去县医院' })).toMatchObject({ ok: true });
    const before = bundles();
    expect(await host.prescriptions.stop({ prescriptionId, reason: '患者已去县医院' })).toMatchObject({ ok: true });
    expect(bundles()).toBe(before);
    expect(await host.prescriptions.stop({ prescriptionId: newId(), reason: '错' })).toMatchObject({ ok: false, errors: [{ code: 'notFound' }] });
  });

  it('is where the next prescription begins, without its quantities and overrides', async () => {
    clinic.pull(simvastatin);
    expect(await host.prescriptions.last({ patientId: patient.id })).toEqual({
      type: 'long', supplyReason: '慢性病', overrides: [],
      items: [{ itemNo: 1, productId: productNamed('辛伐他汀片').id, dose: 20, route: 'po', frequency: 'qn', days: 28, quantity: null, note: '' }],
    });
    expect(await host.prescriptions.last({ patientId: newId() })).toBeNull();
  });

  it('prints a slip with everything that the law asks for', async () => {
    const slip = await host.prescriptions.slip({ prescriptionId: await signed() });
    expect(slip).toMatchObject({
      number: '0127-0309-01', clinicName: '云岭镇青石坪村卫生室', type: 'general', patientName: '张素芬', sex: 'female', ageText: { years: 67 }, issuedOn: '2026-03-09', payment: null,
      diagnoses: [{ text: '慢阻肺急性加重', code: 'J44.100' }], allergies: ['青霉素（皮疹、喉头水肿）'], allergyState: 'some', totalFen: 480, prescriber: '吴明礼', prescriberRole: 'villageDoctor',
      items: [{ name: '氨溴索片', specification: '30 mg×20 片', quantity: 15, packUnit: '盒', packSize: 20, form: '片', unitsPerDose: 1 }], dispensedBy: null, validUntil: '2026-03-09',
    });
    expect(await host.prescriptions.slip({ prescriptionId: newId() })).toBeNull();
  });
});

it('two prescriptions of a day have two numbers', async () => {
  await save(orderOf([item('氨溴索片')]));
  const other = anEncounter({ id: newId() as EncounterId, patientId: patient.id });
  clinic.pull(other);
  const second = await host.prescriptions.save({ encounterId: other.id, order: orderOf([item('氨溴索片')]) });
  expect(clinic.replica.document('prescription', second.ok ? second.prescriptionId : '')?.number).toBe('0127-0309-02');
});
