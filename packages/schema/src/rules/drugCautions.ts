import type { Age } from '../basics/dates.ts';
import type { Diagnosis } from '../documents/encounter.ts';
import type { ProblemEntry } from '../documents/patient.ts';
import type { ClinicalAlert } from './clinicalAlert.ts';
import { classesOf } from './drugClass.ts';
import type { HiddenIngredients } from './interactionTable.ts';
import { ingredientsOf } from './interactionCheck.ts';
import type { PrescribedItem } from './prescribedItem.ts';
import { isLocal } from './prescribedItem.ts';
import { convertAmount, dosesOf } from './quantity.ts';

interface AgeLimit {
  readonly id: string;
  readonly underYears: number;
  readonly classes: readonly string[];
  readonly ingredients: readonly string[];
  readonly severity: 'contraindicated' | 'major';
  readonly effect: string;
}

/** Ages under which a drug is not given (county's domain reference 4.4); in the whole body, not as drops or creams. */
const ageLimits: readonly AgeLimit[] = [
  { id: 'fluoroquinolone', underYears: 18, classes: ['fluoroquinolone'], ingredients: [], severity: 'contraindicated', effect: '软骨损害' },
  { id: 'tetracycline', underYears: 8, classes: ['tetracycline'], ingredients: [], severity: 'contraindicated', effect: '牙齿黄染、骨发育' },
  { id: 'aspirin', underYears: 16, classes: [], ingredients: ['acetylsalicylic acid'], severity: 'major', effect: '病毒感染时 Reye 综合征' },
  { id: 'promethazine', underYears: 2, classes: [], ingredients: ['promethazine'], severity: 'contraindicated', effect: '呼吸抑制' },
  { id: 'opioid', underYears: 12, classes: [], ingredients: ['tramadol', 'codeine', 'opium'], severity: 'contraindicated', effect: '呼吸抑制' },
  { id: 'amantadine', underYears: 1, classes: [], ingredients: ['amantadine'], severity: 'contraindicated', effect: '新生儿、婴儿禁用' },
];

/** Drugs that the patient is too young for. */
export function checkAge(items: readonly PrescribedItem[], age: Age, hidden: readonly HiddenIngredients[]): readonly ClinicalAlert[] {
  return items.filter((item) => !isLocal(item)).flatMap((item) => {
    const { product } = item;
    const ingredients = ingredientsOf(product, hidden);
    return ageLimits
      .filter((limit) => age.years < limit.underYears && (limit.classes.some((code) => classesOf(product).includes(code)) || limit.ingredients.some((ingredient) => ingredients.includes(ingredient))))
      .map((limit): ClinicalAlert => ({
        ruleId: `AGE:${limit.id}:${product.name}`, rule: 'ageCaution', itemNo: item.itemNo, severity: limit.severity, overridable: true,
        values: { name: product.name, underYears: limit.underYears, ageYears: age.years }, effect: limit.effect, advice: '换药', source: '年龄限制 4.4',
      }));
  });
}

/** ICD-10: Z33-Z35 and the chapter O are pregnancy, as an active problem or today's diagnosis. Otherwise it is not known. */
export function isKnownPregnant(problems: readonly ProblemEntry[], diagnoses: readonly Diagnosis[]): boolean {
  const codes = [...problems.filter(({ status }) => status === 'active').map(({ code }) => code ?? ''), ...diagnoses.filter(({ system }) => system === 'icd10').map(({ code }) => code)];
  return codes.some((code) => /^(Z3[345]|O\d)/.test(code));
}

/** The catalogue's pregnancy column, for a patient known to be pregnant. */
export function checkPregnancy(items: readonly PrescribedItem[]): readonly ClinicalAlert[] {
  return items.filter((item) => !isLocal(item)).flatMap((item) => {
    const { product } = item;
    const severity = product.pregnancy.startsWith('contra') ? 'contraindicated' : product.pregnancy.startsWith('avoid') ? 'major' : product.pregnancy.startsWith('caution') ? 'info' : null;
    if (severity === null) return [];
    return [{
      ruleId: `PREGNANCY:${product.name}`, rule: 'pregnancy', itemNo: item.itemNo, severity, overridable: true,
      values: { name: product.name, category: product.pregnancy }, effect: product.contraindications, advice: '换药或咨询产科', source: '药品表 妊娠',
    }];
  });
}

/** Amounts of a text like `1.2g(OTC)/2.4g(处方)`, in the unit asked for. */
function amountsIn(text: string, unit: string): readonly number[] {
  return [...text.matchAll(/(\d+(?:\.\d+)?)\s*(μg|µg|mg|g|万U|万IU|IU|U)(?!\/kg)/g)].flatMap(([, amount, from = '']) => {
    const converted = convertAmount(Number(amount), from, unit);
    return converted === null ? [] : [converted];
  });
}

/** A day's dose over the adult maximum of the table: over its first figure a warning, over every figure a grave one. */
export function checkDailyDose(items: readonly PrescribedItem[]): readonly ClinicalAlert[] {
  return items.filter((item) => !isLocal(item)).flatMap((item) => {
    const { product, dose, doseUnit, days, frequency } = item;
    if (dose === null || dose <= 0 || days === null || days <= 0 || product.maximumPerDay === '') return [];
    const inUnits = doseUnit === product.unit && product.strengthPerUnit ? { amount: dose * product.strengthPerUnit.amount, unit: product.strengthPerUnit.unit } : { amount: dose, unit: doseUnit };
    const perDay = Math.max(1, dosesOf(frequency, 1)) * inUnits.amount;
    const limits = amountsIn(product.maximumPerDay, inUnits.unit);
    const [first] = limits;
    if (first === undefined || perDay <= first * 1.0001) return [];
    return [{
      ruleId: `DOSE:${product.name}`, rule: 'doseHigh', itemNo: item.itemNo, severity: perDay > Math.max(...limits) * 1.0001 ? 'major' : 'moderate', overridable: true,
      values: { name: product.name, perDay: Number(perDay.toPrecision(6)), unit: inUnits.unit, maximum: product.maximumPerDay }, effect: '', advice: `每日最大 ${product.maximumPerDay}`, source: '药品表 成人每日最大（未核实）',
    }];
  });
}
