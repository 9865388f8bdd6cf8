/** Body-mass index in kg/m², to one place; null unless both are known and positive. */
export function bodyMassIndex(weightKg: number | null, heightCm: number | null): number | null {
  if (weightKg === null || heightCm === null || weightKg <= 0 || heightCm <= 0) return null;
  return Math.round((weightKg / (heightCm / 100) ** 2) * 10) / 10;
}

export type BodyMassClass = 'thin' | 'normal' | 'overweight' | 'obese';

/**
 * Class of an adult's index by WS/T 428-2013: below 18.5 thin, to 23.9 normal, to 27.9 overweight, from 28.0 obese
 * (not the 25 and 30 of WHO). Null under 18 years: children have tables of their own (WS/T 423, WS/T 586).
 */
export function bodyMassClass(index: number, ageYears: number): BodyMassClass | null {
  if (ageYears < 18) return null;
  if (index < 18.5) return 'thin';
  if (index < 24) return 'normal';
  return index < 28 ? 'overweight' : 'obese';
}
