import { unitText } from '../i18n/catalogueWords.ts';

export interface PackedProduct {
  readonly unit: string;
  readonly packUnit: string;
  readonly packSize: number;
}

/** Units as people count them: `48 片`, `3 盒`, `1 盒 13 片`; below zero with the sign before the whole. */
export function stockAmount(units: number, { unit, packUnit, packSize }: PackedProduct): string {
  if (packSize <= 1 || packUnit === '' || packUnit === unit) return `${units} ${unitText(unit, units)}`;
  const sign = units < 0 ? '-' : '';
  const packs = Math.floor(Math.abs(units) / packSize);
  const loose = Math.abs(units) % packSize;
  if (packs === 0) return `${sign}${loose} ${unitText(unit, loose)}`;
  return loose === 0 ? `${sign}${packs} ${unitText(packUnit, packs)}` : `${sign}${packs} ${unitText(packUnit, packs)} ${loose} ${unitText(unit, loose)}`;
}
