import type { Vitals } from '../documents/encounter.ts';

export type News2Part = 'respiration' | 'spo2' | 'oxygen' | 'systolic' | 'pulse' | 'consciousness' | 'temperature';

export interface News2 {
  /** Sum of the parts that were measured, 0-20. */
  readonly total: number;
  readonly parts: Readonly<Partial<Record<News2Part, number>>>;
  /** What was not measured: the total may be too low. */
  readonly missing: readonly News2Part[];
  readonly hasSingleThree: boolean;
  /** 0-4 low; a single 3 is urgent; 5-6 medium; 7 and more an emergency. */
  readonly risk: 'low' | 'singleThree' | 'medium' | 'high';
}

/** For whom the score is. `isHypercapnic` takes SpO2 scale 2 (target 88-92 %); here, known COPD. */
export interface News2Subject {
  readonly ageYears: number;
  readonly isPregnant: boolean;
  readonly isHypercapnic: boolean;
}

/**
 * National Early Warning Score 2 (Royal College of Physicians, London 2017), for people of 16 years and over who are
 * not pregnant; null for others and when nothing was measured.
 */
export function news2(vitals: Vitals, subject: News2Subject): News2 | null {
  if (subject.ageYears < 16 || subject.isPregnant) return null;
  const scored: Record<News2Part, number | null> = {
    respiration: score(vitals.respiration, [[8, 3], [11, 1], [20, 0], [24, 2]], 3),
    spo2: vitals.spo2 === null ? null : subject.isHypercapnic ? scaleTwo(vitals.spo2, vitals.onOxygen) : score(vitals.spo2, [[91, 3], [93, 2], [95, 1]], 0),
    oxygen: vitals.onOxygen ? 2 : 0,
    systolic: score(vitals.systolic, [[90, 3], [100, 2], [110, 1], [219, 0]], 3),
    pulse: score(vitals.pulse, [[40, 3], [50, 1], [90, 0], [110, 1], [130, 2]], 3),
    consciousness: vitals.consciousness === null ? null : vitals.consciousness === 'A' ? 0 : 3,
    // One place: 38.05 typed by a thermometer with two places is 38.1.
    temperature: score(vitals.temperatureC === null ? null : Math.round(vitals.temperatureC * 10) / 10, [[35, 3], [36, 1], [38, 0], [39, 1]], 2),
  };
  const names = Object.keys(scored) as readonly News2Part[];
  const missing = names.filter((name) => scored[name] === null);
  if (missing.length >= names.length - 1) return null;
  const total = names.reduce((sum, name) => sum + (scored[name] ?? 0), 0);
  const hasSingleThree = names.some((name) => scored[name] === 3);
  const parts = Object.fromEntries(names.flatMap((name) => (scored[name] === null ? [] : [[name, scored[name]]])));
  return { total, parts, missing, hasSingleThree, risk: riskOf(total, hasSingleThree) };
}

function riskOf(total: number, hasSingleThree: boolean): News2['risk'] {
  if (total >= 7) return 'high';
  if (total >= 5) return 'medium';
  return hasSingleThree ? 'singleThree' : 'low';
}

/** The points of the first band whose upper end holds the value, or those above all bands. */
function score(value: number | null, bands: readonly (readonly [upTo: number, points: number])[], above: number): number | null {
  return value === null ? null : (bands.find(([upTo]) => value <= upTo)?.[1] ?? above);
}

/** SpO2 scale 2: too much oxygen harms a hypercapnic patient, so high values count only on oxygen. */
function scaleTwo(spo2: number, onOxygen: boolean): number {
  if (spo2 <= 83) return 3;
  if (spo2 <= 85) return 2;
  if (spo2 <= 87) return 1;
  if (spo2 <= 92 || !onOxygen) return 0;
  if (spo2 <= 94) return 1;
  return spo2 <= 96 ? 2 : 3;
}
