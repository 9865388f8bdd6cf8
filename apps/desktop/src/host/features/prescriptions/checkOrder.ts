import { ageOn, localDay } from '@lianyi/schema/basics/dates';
import type { Product } from '@lianyi/schema/documents/county';
import type { Encounter } from '@lianyi/schema/documents/encounter';
import type { Patient } from '@lianyi/schema/documents/patient';
import { allergyCheck } from '@lianyi/schema/rules/allergyCheck';
import type { ClinicalAlert } from '@lianyi/schema/rules/clinicalAlert';
import { sortAlerts } from '@lianyi/schema/rules/clinicalAlert';
import { checkAge, checkDailyDose, checkPregnancy, isKnownPregnant } from '@lianyi/schema/rules/drugCautions';
import type { MedicineTaken } from '@lianyi/schema/rules/interactionCheck';
import { alternativesTo, checkInteractions } from '@lianyi/schema/rules/interactionCheck';
import { mayDo } from '@lianyi/schema/codes/roles';
import type { PrescribedItem } from '@lianyi/schema/rules/prescribedItem';
import { isLocal } from '@lianyi/schema/rules/prescribedItem';
import type { Prescriber } from '@lianyi/schema/rules/prescribing';
import { rightsOfRole, rightsOn } from '@lianyi/schema/rules/prescribingRights';
import { dispensingUnits } from '@lianyi/schema/rules/quantity';
import { readUsualDose } from '@lianyi/schema/rules/usualDose';
import { checkLaw, maximumDaysOf, maximumDrugs } from '@lianyi/schema/rules/prescribing';
import { wholeRecord } from '../../chart/linkedRecord.ts';
import { medicationsInUse } from '../../chart/medicationsInUse.ts';
import { allProducts } from '../../chart/products.ts';
import { unitsByProduct } from '../../chart/shelf.ts';
import type { Catalogue } from '../../replica/catalogue.ts';
import type { Reader } from '../../replica/replica.ts';
import type { SignedIn } from '../../trpc.ts';
import type { OrderDraft } from './inputs.ts';
import type { ResolvedItem } from './orderItems.ts';
import { resolveItem } from './orderItems.ts';
import type { CheckResult, PrescriptionAlert } from './views.ts';

export interface Checking {
  readonly read: Reader;
  readonly catalogue: Catalogue;
  readonly person: SignedIn;
  /** The institution that this PC stands in: its shelf, and its approvals, whoever is visiting. */
  readonly orgId: string;
  readonly now: Date;
}

export interface CheckedOrder {
  readonly items: readonly ResolvedItem[];
  /** What the record here comes to; how much of it is here, the line knows. */
  readonly result: Omit<CheckResult, 'isHistoryComing'>;
}

/** Quantities, prices and alerts of an order as typed, for the patient of a visit. Reads only. */
export function checkOrder(checking: Checking, encounter: Encounter, order: OrderDraft): CheckedOrder {
  const { read, orgId, now } = checking;
  const day = localDay(now);
  const items = order.items.map((draft) => resolveItem(read, draft));
  const prescribed = items.flatMap((item) => item.prescribed ?? []);
  const stock = unitsByProduct(read, orgId, day);
  const rules = rulesFor(checking, encounter, order);
  const patient = read.document('patient', encounter.patientId);
  const isAdult = patient !== undefined && ageOn(patient.identity.birthDate, day).years >= 18;
  const alerts = sortAlerts([...rules(prescribed), ...quantityAlerts(items), ...stockAlerts(items, stock)]);
  const isInStock = (product: Product): boolean => (stock.get(product.id)?.usable ?? 0) > 0;
  return {
    items,
    result: {
      alerts: alerts.map((alert) => withAlternatives(alert, prescribed, { rules, products: allProducts(read), isInStock, isAdult })),
      items: items.map((item) => ({
        itemNo: item.draft.itemNo, quantity: item.quantity.ok ? item.quantity.units : null, computed: computedUnits(item), amountFen: item.amountFen, inStock: stock.get(item.draft.productId)?.usable ?? 0,
      })),
      totalFen: items.reduce((sum, item) => sum + (item.amountFen ?? 0), 0),
      drugs: new Set(order.items.map(({ productId }) => productId)).size,
      maxDrugs: maximumDrugs,
      maxDays: maximumDaysOf(order.type),
    },
  };
}

function computedUnits({ product, prescribed }: ResolvedItem): number | null {
  const computed = product && prescribed ? dispensingUnits(prescribed, product) : null;
  return computed?.ok === true ? computed.units : null;
}

type Rules = (items: readonly PrescribedItem[]) => readonly ClinicalAlert[];

/** All rules for this patient, prescriber and order, as a function of the items. */
function rulesFor({ read, catalogue, person, orgId, now }: Checking, encounter: Encounter, order: OrderDraft): Rules {
  const day = localDay(now);
  const own = read.document('patient', encounter.patientId);
  const patient = own && wholeRecord(read, own);
  const prescriber = prescriberOf(read, person, orgId, day);
  const taken = medicinesTaken(read, encounter.patientId, day);
  const ofAllergies = allergyCheck(Object.values(patient?.allergies ?? {}), { catalogue: allProducts(read), hidden: catalogue.hiddenIngredients });
  const ofPatient = (items: readonly PrescribedItem[], { identity, problems }: Patient): readonly ClinicalAlert[] => [
    ...ofAllergies(items),
    ...checkAge(items, ageOn(identity.birthDate, day), catalogue.hiddenIngredients),
    ...(isKnownPregnant(Object.values(problems), encounter.diagnoses) ? checkPregnancy(items) : []),
  ];
  return (items) => [
    ...checkLaw({ type: order.type, supplyReason: order.supplyReason, items }, prescriber),
    ...(patient ? ofPatient(items, patient) : []),
    ...checkInteractions({ items, taken, pairs: catalogue.interactions, hidden: catalogue.hiddenIngredients }),
    ...checkDailyDose(items),
  ];
}

/** What this PC knows of the institution; a clinic it has not heard of yet counts as a village without approvals. */
function prescriberOf(read: Reader, { personId, role: shown, roles }: SignedIn, orgId: string, day: string): Prescriber {
  // Who is head as well prescribes as the physician that they are.
  const role = roles.find((one) => mayDo(one, 'prescription.sign')) ?? shown;
  const org = read.document('organisation', orgId);
  const person = read.document('person', personId);
  const orgType = org?.type ?? 'village';
  return {
    role, orgType, rights: person === undefined ? rightsOfRole(role, orgType) : rightsOn(person, role, orgType, day),
    intravenousAntibiotics: org?.capabilities.includes('intravenousAntibiotics') ?? false,
  };
}

function medicinesTaken(read: Reader, patientId: string, day: string): readonly MedicineTaken[] {
  return medicationsInUse(read, patientId, day).filter((medication) => !isLocal(medication)).map(({ name, ingredients, productId }) => ({ name, ingredients, atc: read.document('product', productId)?.atc ?? null }));
}

function quantityAlerts(items: readonly ResolvedItem[]): readonly ClinicalAlert[] {
  return items.flatMap(({ draft, product, quantity }): readonly ClinicalAlert[] => {
    // What is not written yet or typed wrongly is said at its field; this is about what follows from fields that are each well.
    if (!product || quantity.ok || draft.quantity !== null || quantity.code === 'missing' || (quantity.code !== 'unitMismatch' && quantity.field !== 'quantity')) return [];
    return [{
      ruleId: `QUANTITY:${product.name}`, rule: 'quantityInvalid', itemNo: draft.itemNo, severity: 'contraindicated', overridable: false,
      values: { name: product.name, field: quantity.field, code: quantity.code }, effect: '', advice: '', source: '',
    }];
  });
}

function stockAlerts(items: readonly ResolvedItem[], stock: ReturnType<typeof unitsByProduct>): readonly ClinicalAlert[] {
  return items.flatMap(({ draft, product, quantity }): readonly ClinicalAlert[] => {
    const { usable, expired } = stock.get(draft.productId) ?? { usable: 0, expired: 0 };
    if (!product || (quantity.ok ? usable >= quantity.units : usable > 0)) return [];
    const isOnlyExpired = usable === 0 && expired > 0;
    return [{
      ruleId: `STOCK:${product.name}`, rule: isOnlyExpired ? 'expiredProduct' : 'outOfStock', itemNo: draft.itemNo, severity: 'info', overridable: true,
      values: { name: product.name, inStock: usable, expired, unit: product.unit, ...(quantity.ok && { wanted: quantity.units }) }, effect: '', advice: '', source: '',
    }];
  });
}

/** Of an ATC code: level 4, a chemical group such as the fluoroquinolones. */
const groupLength = 5;

const answerable: ReadonlySet<ClinicalAlert['rule']> = new Set(['interaction', 'allergy', 'allergyCross', 'ageCaution', 'pregnancy', 'antibioticGrade', 'intravenousAntibiotic', 'duplicate']);

interface Choice {
  readonly rules: Rules;
  readonly products: readonly Product[];
  readonly isInStock: (product: Product) => boolean;
  readonly isAdult: boolean;
}

/** Offers what could stand in the item's place: near it, in stock, and bringing no alert of its own that counts. */
function withAlternatives(alert: ClinicalAlert, items: readonly PrescribedItem[], { rules, products, isInStock, isAdult }: Choice): PrescriptionAlert {
  const item = items.find(({ itemNo }) => itemNo === alert.itemNo);
  const isGrave = alert.severity === 'contraindicated' || (alert.severity === 'major' && alert.rule !== 'duplicate');
  if (!item || !isGrave || !answerable.has(alert.rule)) return { ...alert, alternatives: [] };
  const others = items.filter((other) => other !== item);
  const alertsOf = (candidate: Product): readonly ClinicalAlert[] =>
    rules([...others, { ...item, product: candidate, dose: null, route: candidate.defaultRoute }]).filter(({ itemNo }) => itemNo === item.itemNo);
  // The table has not every pair: where all others of a chemical group interact, the one that it is silent about is no safe change.
  const isOfInteractingGroup = (candidate: Product): boolean => {
    const group = products.filter((other) => other.atc.length >= groupLength && other.atc.slice(0, groupLength) === candidate.atc.slice(0, groupLength) && !other.ingredients.some((one) => candidate.ingredients.includes(one)));
    return group.length > 0 && group.every((other) => alertsOf(other).some(({ rule }) => rule === 'interaction'));
  };
  const isRefused = (candidate: Product): boolean => alertsOf(candidate).some(rulesOut) || isOfInteractingGroup(candidate);
  return {
    ...alert,
    alternatives: alternativesTo(item.product, products.filter(isInStock), isRefused).map((product) => ({
      productId: product.id, name: product.name, usualDose: product.usualAdultDose,
      usual: isAdult ? readUsualDose(product.usualAdultDose, product.strengthPerUnit?.unit ?? product.unit) : null,
    })),
  };
}

/** What one may prescribe with care is still no safe change: whatever interacts or may cross-react is not offered. */
function rulesOut({ rule, severity }: ClinicalAlert): boolean {
  if (severity === 'contraindicated' || rule === 'interaction') return true;
  if (severity === 'major') return rule !== 'skinTest';
  return severity === 'moderate' && (rule === 'allergyCross' || rule === 'duplicate');
}
