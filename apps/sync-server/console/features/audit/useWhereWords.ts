import { useTranslation } from 'react-i18next';
import type { AuditRow } from '../../client/views.ts';
import { markOf, placeOf } from './placeOf.ts';

/** Where something was done, in words: for a column of the table, and whole. */
export function useWhereWords(): { readonly short: (row: AuditRow) => string; readonly long: (row: AuditRow) => string } {
  const { t } = useTranslation('audit');
  const words = (row: AuditRow, nobodyIn: string): string => {
    const place = placeOf(row);
    if (place === 'pc') return `${row.organisation?.name ?? ''} ${row.device?.name ?? ''}`.trim();
    return place === 'nobodyIn' ? nobodyIn : t(place);
  };
  return {
    short: (row) => words(row, [t('nobodyIn'), markOf(row)].filter((part) => part !== null).join(' · ')),
    long: (row) => words(row, t('nobodyInLong')),
  };
}
