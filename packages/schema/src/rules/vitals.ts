import type { Age } from '../basics/dates.ts';
import type { CountyConfiguration } from './countyConfiguration.ts';
import { countyConfiguration } from './countyConfiguration.ts';

export type VitalName = 'temperatureC' | 'pulse' | 'respiration' | 'systolic' | 'diastolic' | 'spo2' | 'glucoseMmolL';

/** Whom a value is judged for. `hasCopd`: on the COPD programme, or told so. */
export interface VitalsSubject {
  readonly age: Age;
  readonly hasCopd: boolean;
  readonly hasDiabetes: boolean;
}

/** Where a value should lie, both ends included; null where there is no such end. */
export interface VitalRange {
  readonly low: number | null;
  readonly high: number | null;
  /** Why this range: the words under the field. `target` means "below `high`", not a range. */
  readonly basis: 'adult' | 'child' | 'target' | 'targetOver65' | 'copd' | 'diabetes';
}

export interface VitalJudgement {
  /** Amber asks to be looked at, red to be acted on. */
  readonly level: 'normal' | 'caution' | 'danger';
  readonly side: 'within' | 'low' | 'high';
  /** What to call it. */
  readonly finding:
    | 'normal' | 'low' | 'high' | 'lowFever' | 'moderateFever' | 'highFever' | 'hyperpyrexia' | 'hypothermia'
    | 'grade1' | 'grade2' | 'grade3' | 'hypotension' | 'hypoglycaemia' | 'fastBreathing';
  readonly range: VitalRange;
}

/**
 * The range of a vital sign at an age. Sources: adult pulse, respiration and systolic lower end, and children's
 * ranges, PALS type, unverified (in the configuration); blood pressure goal <140/90, from 65 years <150/90, National
 * Basic Public Health Service Specification, 3rd ed. (2017), hypertension; temperature in the armpit 36.0-37.2 °C;
 * SpO2 >= 95 %, in COPD 88-92 %; fasting glucose 3.9-6.0 mmol/L, in diabetes the goal <7.0.
 */
export function vitalRange(name: VitalName, subject: VitalsSubject, configuration: CountyConfiguration = countyConfiguration): VitalRange {
  const child = childRange(subject.age, configuration);
  switch (name) {
    case 'temperatureC':
      return { low: 36, high: 37.2, basis: child ? 'child' : 'adult' };
    case 'pulse':
      return child ? { low: child.pulse[0], high: child.pulse[1], basis: 'child' } : { low: 60, high: 100, basis: 'adult' };
    case 'respiration':
      return child ? { low: child.respiration[0], high: child.respiration[1], basis: 'child' } : { low: 12, high: 20, basis: 'adult' };
    case 'systolic':
      if (child) return { low: child.systolic[0], high: child.systolic[1], basis: 'child' };
      return subject.age.years >= 65 ? { low: 90, high: 149, basis: 'targetOver65' } : { low: 90, high: 139, basis: 'target' };
    case 'diastolic':
      if (child) return { low: null, high: null, basis: 'child' };
      return { low: null, high: 89, basis: subject.age.years >= 65 ? 'targetOver65' : 'target' };
    case 'spo2':
      return subject.hasCopd ? { low: 88, high: 92, basis: 'copd' } : { low: 95, high: null, basis: child ? 'child' : 'adult' };
    case 'glucoseMmolL':
      return subject.hasDiabetes ? { low: 4, high: 6.9, basis: 'diabetes' } : { low: 3.9, high: 6, basis: 'adult' };
  }
}

/**
 * Judges a value by age. Fever in the armpit: 37.3-38.0 low, 38.1-39.0 moderate, 39.1-41.0 high, above 41 hyperpyrexia.
 * Blood pressure grades (Chinese guideline): 1 from 140/90, 2 from 160/100, 3 from 180/110; a child's systolic below
 * 60 (newborn), 70 (infant), 70 + 2 x years (to 9) or 90 is hypotension. Fast breathing under 5 years by IMCI (WHO):
 * >= 60 under 2 months, >= 50 under 12 months, >= 40 under 5 years. Glucose <= 3.9 in diabetes and < 2.8 without is
 * hypoglycaemia, >= 16.7 is urgent (3rd ed. 2017, diabetes, row 0).
 */
export function judgeVital(name: VitalName, value: number, subject: VitalsSubject, configuration: CountyConfiguration = countyConfiguration): VitalJudgement {
  const range = vitalRange(name, subject, configuration);
  const judged = (level: VitalJudgement['level'], side: VitalJudgement['side'], finding: VitalJudgement['finding']): VitalJudgement => ({ level, side, finding, range });
  const side = range.low !== null && value < range.low ? 'low' : range.high !== null && value > range.high ? 'high' : 'within';
  const isChild = range.basis === 'child';
  switch (name) {
    case 'temperatureC':
      if (value > 41) return judged('danger', 'high', 'hyperpyrexia');
      if (value > 39) return judged('danger', 'high', 'highFever');
      if (value > 38) return judged('caution', 'high', 'moderateFever');
      if (value > 37.2) return judged('caution', 'high', 'lowFever');
      if (value <= 35) return judged('danger', 'low', 'hypothermia');
      break;
    case 'respiration': {
      const fast = fastBreathingFrom(subject.age);
      if (fast !== null && value >= fast) return judged('danger', 'high', 'fastBreathing');
      if (!isChild && (value >= 25 || value <= 8)) return judged('danger', side, side === 'low' ? 'low' : 'high');
      break;
    }
    case 'pulse':
      if (!isChild && (value >= 131 || value <= 40)) return judged('danger', side, side === 'low' ? 'low' : 'high');
      break;
    case 'systolic':
      if (value < hypotensionBelow(subject.age)) return judged('danger', 'low', 'hypotension');
      if (!isChild && value >= 180) return judged('danger', 'high', 'grade3');
      if (!isChild && side === 'high') return judged('caution', 'high', value >= 160 ? 'grade2' : 'grade1');
      break;
    case 'diastolic':
      if (!isChild && value >= 110) return judged('danger', 'high', 'grade3');
      if (!isChild && value >= 90) return judged('caution', 'high', value >= 100 ? 'grade2' : 'grade1');
      break;
    case 'spo2':
      if (value < (subject.hasCopd ? 84 : 90)) return judged('danger', 'low', 'low');
      // The upper end of the COPD target is for oxygen that is given, not for what a patient reaches on air.
      return side === 'low' ? judged('caution', 'low', 'low') : judged('normal', 'within', 'normal');
    case 'glucoseMmolL':
      if (subject.hasDiabetes ? value <= 3.9 : value < 2.8) return judged('danger', 'low', 'hypoglycaemia');
      if (value >= 16.7) return judged('danger', 'high', 'high');
      break;
  }
  if (side === 'within') return judged('normal', 'within', 'normal');
  return judged('caution', side, side);
}

/** The lower end of a systolic pressure that is not yet hypotension, mmHg (PALS; adults 90). */
export function hypotensionBelow(age: Age): number {
  if (age.days <= 28) return 60;
  if (age.months < 12) return 70;
  return age.years < 10 ? 70 + 2 * age.years : 90;
}

/** Breaths a minute from which a young child breathes fast (IMCI, WHO), or null from 5 years on. */
export function fastBreathingFrom(age: Age): number | null {
  if (age.months < 2) return 60;
  if (age.months < 12) return 50;
  return age.years < 5 ? 40 : null;
}

function childRange(age: Age, configuration: CountyConfiguration): CountyConfiguration['childRanges'][number] | null {
  if (age.years >= 16) return null;
  return configuration.childRanges.findLast((row) => age.months >= row.fromMonths) ?? null;
}
