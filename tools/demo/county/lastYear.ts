import { addDays } from '@lianyi/schema/basics/dates';
import { dispenseId, encounterId, idFromHash, prescriptionId } from '@lianyi/schema/basics/ids';
import { linePriceFen } from '@lianyi/schema/basics/money';
import { frequencies } from '@lianyi/schema/codes/usage';
import type { Organisation, Product } from '@lianyi/schema/documents/county';
import type { Encounter, Vitals } from '@lianyi/schema/documents/encounter';
import type { AnyDocument } from '@lianyi/schema/documents/kinds';
import type { Signature } from '@lianyi/schema/documents/parts';
import type { Patient } from '@lianyi/schema/documents/patient';
import type { Prescription, PrescriptionItem } from '@lianyi/schema/documents/prescription';
import type { Dispense } from '@lianyi/schema/documents/stock';
import { prescriberOf } from './organisations.ts';
import type { Random } from './random.ts';
import type { Prescribed, Regimen } from './regimens.ts';
import { acuteRegimens, chronicRegimens } from './regimens.ts';
import type { Shelves } from './shelves.ts';

/** The visits of one patient over the year before `today`, oldest first, with what was prescribed and dispensed. */
export function visitsOf(patient: Patient, org: Organisation, products: readonly Product[], shelves: Shelves, random: Random, today: string): readonly AnyDocument[] {
  const programmes = Object.values(patient.problems).flatMap((problem) => (problem.programme === null ? [] : [problem.programme]));
  const days = new Map<string, Regimen>();
  for (const programme of programmes) {
    for (let ago = random.between(2, 88); ago < 360; ago += random.between(70, 90)) days.set(addDays(today, -ago), chronicRegimens[programme]);
  }
  for (let visits = random.between(0, 3); visits > 0; visits -= 1) days.set(addDays(today, -random.between(3, 360)), random.pick(acuteRegimens));
  return [...days].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([day, regimen], at) => aVisit(patient, org, products, shelves, random, day, regimen, at));
}

function aVisit(patient: Patient, org: Organisation, products: readonly Product[], shelves: Shelves, random: Random, day: string, regimen: Regimen, at: number): readonly AnyDocument[] {
  const doctor = prescriberOf(org);
  const clock = `${String(random.between(8, 16)).padStart(2, '0')}:${String(random.between(0, 59)).padStart(2, '0')}`;
  const signature: Signature = { by: doctor.id, orgId: org.id, at: `${day}T${clock}:30+08:00` };
  const name = (what: string): string => idFromHash(['demo', patient.id, day, at, what]);
  const visit: Encounter = {
    id: encounterId.parse(name('encounter')),
    kind: 'encounter',
    patientId: patient.id,
    homeId: patient.homeId,
    orgId: org.id,
    practitionerId: doctor.id,
    startedAt: `${day}T${clock}:00+08:00`,
    visitNumber: `${day.replaceAll('-', '')}-${String(random.between(1, 30)).padStart(3, '0')}`,
    complaint: regimen.complaint,
    history: '',
    examination: regimen.examination,
    vitals: vitalsOf(patient, regimen, random),
    diagnoses: [regimen.diagnosis],
    plan: regimen.plan,
    progress: { state: 'signed', signature },
    variants: {},
  };
  const items = regimen.drugs.flatMap((drug, index) => itemOf(drug, index + 1, products));
  if (items.length === 0) return [visit];
  const longest = Math.max(...items.map((item) => item.days));
  const prescription: Prescription = {
    id: prescriptionId.parse(name('prescription')),
    kind: 'prescription',
    patientId: patient.id,
    homeId: patient.homeId,
    orgId: org.id,
    encounterId: visit.id,
    number: `${org.divisionCode.slice(-3)}-${day.slice(5).replace('-', '')}-${String(random.between(1, 30)).padStart(2, '0')}`,
    createdAt: signature.at,
    order: {
      state: 'signed', type: longest > 7 ? 'long' : 'general', items, overrides: [],
      supplyReason: longest > 7 ? '慢性病，病情稳定' : '', validUntil: day, signature,
    },
    stopped: null,
  };
  const id = dispenseId.parse(name('dispense'));
  const lines = items.flatMap((item) =>
    shelves.take(org.id, item.productId, item.quantity, id, signature).map((lot) => ({ itemNo: item.itemNo, productId: item.productId, ...lot })));
  const dispense: Dispense = {
    id,
    kind: 'dispense',
    prescriptionId: prescription.id,
    encounterId: visit.id,
    patientId: patient.id,
    homeId: patient.homeId,
    ownerId: org.id,
    orgId: org.id,
    lines,
    amountFen: items.reduce((sum, item) => sum + item.amountFen, 0),
    payment: random.weighted([['insurance', 6], ['cash', 3], ['scan', 2]]),
    dispensed: signature,
    checkedBy: null,
  };
  return [visit, prescription, dispense];
}

function itemOf(drug: Prescribed, itemNo: number, products: readonly Product[]): readonly PrescriptionItem[] {
  const product = products.find((entry) => entry.ingredients.length === 1 && entry.ingredients[0] === drug.ingredient);
  const perDay = frequencies.find((entry) => entry.code === drug.frequency)?.perDay ?? 1;
  if (!product) return [];
  const isCounted = ['片', '粒', '袋', '丸'].includes(product.unit);
  const quantity = isCounted ? Math.max(1, Math.ceil(drug.units * perDay * drug.days)) : 1;
  return [{
    itemNo,
    productId: product.id,
    name: product.name,
    specification: `${product.strength}×${product.packSize} ${product.unit}`,
    dose: product.strengthPerUnit ? Number((product.strengthPerUnit.amount * drug.units).toFixed(4)) : drug.units,
    doseUnit: product.strengthPerUnit?.unit ?? product.unit,
    route: product.defaultRoute,
    frequency: drug.frequency,
    days: drug.days,
    quantity,
    unit: product.unit,
    amountFen: linePriceFen(quantity, product.packPriceFen, product.packSize),
    note: '',
  }];
}

function vitalsOf(patient: Patient, regimen: Regimen, random: Random): Vitals {
  const isHypertensive = Object.values(patient.problems).some((problem) => problem.programme === 'hypertension');
  const isDiabetic = Object.values(patient.problems).some((problem) => problem.programme === 'diabetes');
  // Most of the treated are at their goal; those who are not are due again in two weeks.
  const isHigh = isHypertensive && random.chance(0.15);
  const birthYear = Number(patient.identity.birthDate.slice(0, 4));
  const isChild = birthYear > Number(patient.registered.at.slice(0, 4)) - 12;
  return {
    temperatureC: Number((regimen.temperatureC + random.between(-2, 3) / 10).toFixed(1)),
    pulse: random.between(64, 96),
    respiration: random.between(14, 20),
    systolic: isChild ? null : random.between(isHigh ? 144 : 108, isHigh ? 168 : 138),
    diastolic: isChild ? null : random.between(isHigh ? 84 : 66, isHigh ? 98 : 86),
    spo2: random.between(95, 99),
    weightKg: isChild ? null : Number((random.between(450, 780) / 10).toFixed(1)),
    heightCm: null,
    glucoseMmolL: isDiabetic ? Number(((random.chance(0.85) ? random.between(48, 68) : random.between(72, 104)) / 10).toFixed(1)) : null,
    onOxygen: false,
    consciousness: 'A',
  };
}
