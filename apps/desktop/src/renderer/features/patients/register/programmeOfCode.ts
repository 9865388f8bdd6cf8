import type { Programme } from '@lianyi/schema/documents/patient';

/**
 * The follow-up programme of a diagnosis: essential hypertension (I10-I13, I15 is secondary and has none), type 2 diabetes
 * (E11), COPD (J44). National basic public-health service specification, third edition, and its COPD supplement.
 */
export function programmeOfCode(code: string): Programme | null {
  if (/^I1[0-3]/.test(code)) return 'hypertension';
  if (code.startsWith('E11')) return 'diabetes';
  return code.startsWith('J44') ? 'copd' : null;
}
