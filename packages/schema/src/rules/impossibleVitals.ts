import type { Vitals } from '../documents/encounter.ts';
import { vitals as vitalsSchema } from '../documents/encounter.ts';

export type MeasuredVital = Exclude<keyof Vitals, 'onOxygen' | 'consciousness'>;

/** A value that no living person shows, and what was probably meant. */
export interface ImpossibleVital {
  readonly field: MeasuredVital;
  readonly code: 'impossible' | 'notWhole' | 'notANumber' | 'diastolicNotBelowSystolic';
  readonly value: number | null;
  /** The limits that a value of this field has. */
  readonly minimum: number;
  readonly maximum: number;
  readonly suggestion: number | null;
}

/**
 * Smallest and greatest value of each field, and whether only whole numbers count. They are those of the document's schema
 * but for the least pulse and respiration: that holds 0 too, since another institution may have sent it. They are limits
 * against typing errors and no clinical ones: nobody who is seen has a pulse below 10 or does not breathe.
 */
const limits: Readonly<Record<MeasuredVital, { readonly minimum: number; readonly maximum: number; readonly whole: boolean; readonly likely: readonly [number, number] }>> = {
  temperatureC: { minimum: 25, maximum: 45, whole: false, likely: [34, 42] },
  pulse: { minimum: 10, maximum: 350, whole: true, likely: [40, 200] },
  respiration: { minimum: 1, maximum: 150, whole: true, likely: [8, 60] },
  systolic: { minimum: 20, maximum: 350, whole: true, likely: [70, 230] },
  diastolic: { minimum: 10, maximum: 250, whole: true, likely: [40, 130] },
  spo2: { minimum: 20, maximum: 100, whole: true, likely: [70, 100] },
  weightKg: { minimum: 0.2, maximum: 400, whole: false, likely: [2, 150] },
  heightCm: { minimum: 20, maximum: 260, whole: false, likely: [45, 210] },
  glucoseMmolL: { minimum: 0.5, maximum: 60, whole: false, likely: [2, 33] },
};
const measured = Object.keys(limits) as readonly MeasuredVital[];

/**
 * Finds values that cannot be, each with what was probably meant: a lost decimal point (378 for 37.8), metres for
 * centimetres, mg/dL for mmol/L, two pressures the wrong way round. Takes what a form has: anything may stand anywhere.
 */
export function impossibleVitals(typed: Readonly<Record<string, unknown>>): readonly ImpossibleVital[] {
  const found: ImpossibleVital[] = [];
  for (const field of measured) {
    const value = typed[field] ?? null;
    const { minimum, maximum, whole } = limits[field];
    if (value === null) continue;
    if (typeof value !== 'number' || !Number.isFinite(value)) {
      found.push({ field, code: 'notANumber', value: null, minimum, maximum, suggestion: null });
    } else if (value < minimum || !vitalsSchema.shape[field].safeParse(value).success) {
      const code = whole && value >= minimum && value <= maximum ? 'notWhole' : 'impossible';
      found.push({ field, code, value, minimum, maximum, suggestion: probablyMeant(field, value) });
    }
  }
  const { systolic, diastolic } = typed;
  if (typeof systolic === 'number' && typeof diastolic === 'number' && diastolic >= systolic && !found.some(({ field }) => field === 'systolic' || field === 'diastolic')) {
    const { minimum, maximum } = limits.diastolic;
    found.push({ field: 'diastolic', code: 'diastolicNotBelowSystolic', value: diastolic, minimum, maximum, suggestion: diastolic > systolic ? systolic : null });
  }
  return found;
}

function probablyMeant(field: MeasuredVital, value: number): number | null {
  const { whole, likely } = limits[field];
  const rescaled = field === 'glucoseMmolL' ? [value / 18, value / 10, value / 100] : field === 'heightCm' ? [value * 100, value / 10] : [value / 10, value / 100, ...(whole ? [value] : [])];
  for (const candidate of rescaled) {
    const rounded = whole ? Math.round(candidate) : Math.round(candidate * 10) / 10;
    if (rounded >= likely[0] && rounded <= likely[1]) return rounded;
  }
  return null;
}
