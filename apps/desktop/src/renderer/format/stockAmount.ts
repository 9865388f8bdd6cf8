import { unitText } from '../i18n/catalogueWords.ts';

export interface PackedProduct {
  readonly unit: string;
  readonly packUnit: string;
  readonly packSize: number;
  /** Tells what a 支 is, for those who read English. */
  readonly name?: string;
}

/** Units as people count them: `48 片`, `3 盒`, `1 盒 13 片`; below zero with the sign before the whole. */
export function stockAmount(units: number, { unit, packUnit, packSize, name = '' }: PackedProduct): string {
  if (packSize <= 1 || packUnit === '' || packUnit === unit) return `${units} ${unitText(unit, units, name)}`;
  const sign = units < 0 ? '-' : '';
  const packs = Math.floor(Math.abs(units) / packSize);
  const loose = Math.abs(units) % packSize;
  if (packs === 0) return `${sign}${loose} ${unitText(unit, loose, name)}`;
  return loose === 0 ? `${sign}${packs} ${unitText(packUnit, packs, name)}` : `${sign}${packs} ${unitText(packUnit, packs, name)} ${loose} ${unitText(unit, loose, name)}`;
}
