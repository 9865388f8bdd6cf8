import { covers } from '../codes/qualifications.ts';
import type { Role } from '../codes/roles.ts';
import type { Organisation, Product } from '../documents/county.ts';
import type { Order } from '../documents/prescription.ts';
import type { AlertRule, ClinicalAlert } from './clinicalAlert.ts';
import type { CountyConfiguration } from './countyConfiguration.ts';
import { countyConfiguration } from './countyConfiguration.ts';
import type { PrescribingRights } from './prescribingRights.ts';
import { antibioticRuleId, mayInEmergency } from './prescribingRights.ts';
import { classesOf, isWithin } from './drugClass.ts';
import type { PrescribedItem } from './prescribedItem.ts';

/** Who prescribes, and where. */
export interface Prescriber {
  readonly role: Role;
  readonly orgType: Organisation['type'];
  /** What this person may prescribe (order 84, 2012, art. 24). */
  readonly rights: PrescribingRights;
  /** The institution's approval by the county (order 84, 2012). */
  readonly intravenousAntibiotics: boolean;
}

export interface OrderUnderLaw {
  readonly type: Order['type'];
  readonly supplyReason: string;
  readonly items: readonly PrescribedItem[];
}

/** Prescription Management Measures 2007 (Ministry of Health order 53), art. 6: drugs a prescription may hold. */
export const maximumDrugs = 5;
/** Art. 19: days of supply, general and emergency. */
const generalDays = 7;
const emergencyDays = 3;
/** Art. 18: days on which a prescription may be dispensed, the doctor stating more than one. */
export const maximumValidityDays = 3;

const measures = '处方管理办法 2007';
const antimicrobials = '抗菌药物临床应用管理办法 2012（未核实）';
const longRules = '长期处方管理规范（试行）2021（未核实）';

/** The longest supply that a type of prescription may have, days. */
export function maximumDaysOf(type: Order['type'], configuration: CountyConfiguration = countyConfiguration): number {
  switch (type) {
    case 'emergency': return emergencyDays;
    case 'long': return configuration.longPrescription.maximumDays;
    case 'general':
    case 'paediatric': return generalDays;
  }
}

/**
 * The law's limits. A finding may be overridden only where the law allows: one grade of antimicrobial above one's
 * right for a day in an emergency, over four weeks of a long prescription with its assessment written down, and a
 * skin test that was done.
 */
export function checkLaw(order: OrderUnderLaw, prescriber: Prescriber, configuration: CountyConfiguration = countyConfiguration): readonly ClinicalAlert[] {
  return [
    ...countDrugs(order),
    ...order.items.flatMap((item) => [
      ...daysOf(item, order, configuration),
      ...antibioticGrade(item, order, prescriber, configuration),
      ...intravenousAntibiotic(item, prescriber),
      ...specialControl(item, prescriber, configuration),
      ...skinTest(item, configuration),
    ]),
  ];
}

function countDrugs(order: OrderUnderLaw): readonly ClinicalAlert[] {
  const drugs = new Set(order.items.map(({ product }) => product.id)).size;
  if (drugs <= maximumDrugs) return [];
  return [law('LAW:maxDrugs', 'tooManyDrugs', null, { drugs, maximum: maximumDrugs }, '', '分成两张处方', `${measures} 第六条`)];
}

function daysOf(item: PrescribedItem, order: OrderUnderLaw, configuration: CountyConfiguration): readonly ClinicalAlert[] {
  const { supplyDays: days, itemNo, product } = item;
  if (days === null) return [];
  const found = (limit: string, maximum: number, advice: string, source: string, overridable = false): readonly ClinicalAlert[] =>
    [law(`LAW:maxDays:${limit}:${product.name}`, 'tooManyDays', itemNo, { days, maximum, limit, name: product.name }, '', advice, source, overridable)];

  if (order.type === 'emergency') return days > emergencyDays ? found('emergency', emergencyDays, '改为普通处方', `${measures} 第十九条`) : [];
  if (order.type !== 'long') return days > generalDays ? found('general', generalDays, '病情稳定的慢性病改为长期处方，并注明理由', `${measures} 第十九条`) : [];
  if (days <= generalDays) return [];
  if (isAntimicrobial(product)) return found('antimicrobial', generalDays, '抗菌药物不得开长期处方（结核等除外）', longRules);
  if (isPsychotropic(product)) return found('psychotropic', generalDays, '麻醉、精神药品不得开长期处方', longRules);
  const { usualDays, maximumDays } = configuration.longPrescription;
  if (days > maximumDays) return found('long', maximumDays, '最长 12 周', longRules);
  if (order.supplyReason.trim() === '') return found('reasonMissing', generalDays, '写明延长用量的理由', `${measures} 第十九条`);
  return days > usualDays ? found('assessment', usualDays, '超过 4 周：严格评估，病历记录，患者签字确认', longRules, true) : [];
}

/**
 * Nobody signs an antimicrobial above the grade that they were given (Measures for the Clinical Use of Antibacterial Drugs,
 * order 84, 2012, art. 24); in an emergency one grade above for a day (art. 27). The special grade is never for outpatients.
 */
function antibioticGrade(item: PrescribedItem, order: OrderUnderLaw, { rights }: Prescriber, configuration: CountyConfiguration): readonly ClinicalAlert[] {
  const { product, itemNo, supplyDays: days } = item;
  const found = (advice: string, overridable = false): readonly ClinicalAlert[] =>
    [law(antibioticRuleId(product.name), 'antibioticGrade', itemNo, { name: product.name, grade: product.antibioticGrade }, '', advice, antimicrobials, overridable)];
  if (product.antibioticGrade === 'special') return found('特殊使用级不得门诊使用，请转诊');
  if (covers(rights.antibiotics, product.antibioticGrade)) return [];
  if (product.antibioticGrade === 'nonRestricted') return found('您没有抗菌药物处方权；请有处方权的医师开，或请县信息科核对您的处方权');
  const isForOneDay = mayInEmergency(order.type, days, rights.antibiotics, product.antibioticGrade, configuration.emergencyAntibioticDays);
  return found(isForOneDay ? '紧急情况可越级用 1 天，写明理由' : '限制使用级：转诊，或紧急处方越级用 1 天', isForOneDay);
}

function intravenousAntibiotic({ product, route, itemNo }: PrescribedItem, prescriber: Prescriber): readonly ClinicalAlert[] {
  if (route !== 'iv' || !isAntimicrobial(product) || prescriber.intravenousAntibiotics) return [];
  return [law(`LAW:intravenousAntibiotic:${product.name}`, 'intravenousAntibiotic', itemNo, { name: product.name }, '', '本机构未获县级核准静脉输注抗菌药物；改口服或转诊', antimicrobials)];
}

function specialControl({ product, itemNo, supplyDays: days, route }: PrescribedItem, prescriber: Prescriber, configuration: CountyConfiguration): readonly ClinicalAlert[] {
  const control = controlOf(product);
  if (control === null) return [];
  const found = (advice: string, more: Readonly<Record<string, string | number>> = {}): ClinicalAlert =>
    law(`LAW:specialControl:${product.name}`, 'specialControl', itemNo, { name: product.name, control, ...more }, '', advice, measures);
  if (control === 'psychotropic2') {
    if (prescriber.orgType === 'village' && configuration.villagePsychotropic2 === 'refused') return [found('村卫生室不得开具第二类精神药品')];
    return days !== null && days > generalDays ? [] : [{ ...found('第二类精神药品：用量不超过 7 天'), severity: 'info', overridable: true }];
  }
  if (prescriber.orgType === 'village' || prescriber.role !== 'physician' || !prescriber.rights.narcotic) return [found('麻醉药品和第一类精神药品须由取得资格的医师开具；请转诊')];
  // An injection is one dose, other forms three days; the prescription form of its own is printed on paper.
  const maximum = route === 'po' ? 3 : 1;
  return days !== null && days > maximum ? [found('超过麻醉、第一类精神药品的用量', { days, maximum })] : [{ ...found('使用麻醉、精一专用处方'), severity: 'major', overridable: true }];
}

/** Penicillins by any route, horse serum, and what the table marks. Never stops signing: the test may have been done. */
function skinTest({ product, itemNo }: PrescribedItem, configuration: CountyConfiguration): readonly ClinicalAlert[] {
  const needsTest = product.specialControl === 'skin-test' || classesOf(product).some((code) => configuration.skinTestClasses.some((wider) => isWithin(code, wider)));
  if (!needsTest) return [];
  return [{
    ...law(`LAW:skinTest:${product.name}`, 'skinTest', itemNo, { name: product.name }, '过敏性休克', '用药前皮试，记录批号、结果和时间；停药超过 3 天或换批号重做', '青霉素皮试（未核实）'),
    severity: 'major', overridable: true,
  }];
}

/** An antibacterial or antifungal drug that works in the whole body or is listed by grade; TB drugs are not counted. */
export function isAntimicrobial(product: Pick<Product, 'atc' | 'antibioticGrade' | 'specialControl'>): boolean {
  if (product.specialControl === 'TB') return false;
  return product.antibioticGrade !== '' || product.atc.startsWith('J01') || product.atc.startsWith('J02');
}

const isPsychotropic = (product: Product): boolean => controlOf(product) !== null;

function controlOf(product: Pick<Product, 'specialControl'>): 'narcotic' | 'psychotropic1' | 'psychotropic2' | null {
  const { specialControl: control } = product;
  if (control.startsWith('narcotic')) return 'narcotic';
  if (control.startsWith('psy1')) return 'psychotropic1';
  return control.startsWith('psy2') ? 'psychotropic2' : null;
}

function law(
  ruleId: string, rule: AlertRule, itemNo: number | null, values: Readonly<Record<string, string | number>>,
  effect: string, advice: string, source: string, overridable = false,
): ClinicalAlert {
  return { ruleId, rule, itemNo, severity: 'contraindicated', overridable, values, effect, advice, source };
}

