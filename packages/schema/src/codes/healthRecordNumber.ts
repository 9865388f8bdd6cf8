import { toHalfWidth } from '../basics/text.ts';

export type HealthRecordNumberFault = 'characters' | 'length' | 'institution' | 'serial';

export type ParsedHealthRecordNumber =
  | { readonly ok: true; readonly number: string }
  | { readonly ok: false; readonly code: HealthRecordNumberFault };

/**
 * Parses a resident health-record number of 17 digits (national specification for health records, 2011): 6 of the
 * county, 3 of the township, 3 of the village (001-099 neighbourhood committee, 101-199 village committee, 901-999
 * other), 5 of the person in order of filing. It has no check digit. Spaces, hyphens and full-width digits are tidied.
 */
export function parseHealthRecordNumber(text: string): ParsedHealthRecordNumber {
  const number = toHalfWidth(text).replace(/[\s\-\u200b\ufeff]/g, '');
  if (!/^\d*$/.test(number)) return { ok: false, code: 'characters' };
  if (number.length !== 17) return { ok: false, code: 'length' };
  const village = number.slice(9, 12);
  if (!/^[019]/.test(village) || village.endsWith('00')) return { ok: false, code: 'institution' };
  return number.endsWith('00000') ? { ok: false, code: 'serial' } : { ok: true, number };
}
