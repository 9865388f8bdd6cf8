import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { TypedOrder } from '../../visit/typedOrder.ts';
import type { PrescriptionCheck } from '../../visit/usePrescriptionCheck.ts';
import { productText } from '../../i18n/catalogueWords.ts';

/** The medicines in use that an interaction on the prescription names, each with what to say beside it. */
export function useMedicationHits(order: TypedOrder, check: PrescriptionCheck | undefined): ReadonlyMap<string, string> {
  const { t } = useTranslation('encounters');
  return useMemo(() => {
    const hits = new Map<string, string>();
    for (const { key, drug } of order.items) {
      for (const { rule, severity, values } of check?.alertsByKey.get(key) ?? []) {
        if (rule === 'interaction' && severity !== 'info' && values['otherInUse'] === 1) hits.set(String(values['other']), t(`hit.${severity}`, { drug: productText(drug.name) }));
      }
    }
    return hits;
  }, [order, check, t]);
}
