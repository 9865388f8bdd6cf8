export interface PackedProduct {
  readonly unit: string;
  readonly packUnit: string;
  readonly packSize: number;
}

/** Units as people count them: `48 片`, `3 盒`, `1 盒 13 片`; below zero with the sign before the whole. */
export function stockAmount(units: number, { unit, packUnit, packSize }: PackedProduct): string {
  if (packSize <= 1 || packUnit === '' || packUnit === unit) return `${units} ${unit}`;
  const sign = units < 0 ? '-' : '';
  const packs = Math.floor(Math.abs(units) / packSize);
  const loose = Math.abs(units) % packSize;
  if (packs === 0) return `${sign}${loose} ${unit}`;
  return loose === 0 ? `${sign}${packs} ${packUnit}` : `${sign}${packs} ${packUnit} ${loose} ${unit}`;
}
