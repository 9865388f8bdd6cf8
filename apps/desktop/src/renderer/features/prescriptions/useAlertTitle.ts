import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { PrescriptionAlert } from '../../../contract/views.ts';
import { useIsComing } from '../../client/useLine.ts';
import { productText, substanceText, unitText } from '../../i18n/catalogueWords.ts';

/** An alert in one line, by its rule and numbers: `禁忌：克拉霉素 + 在用的辛伐他汀。` */
export function useAlertTitle(): (alert: PrescriptionAlert) => string {
  const { t, i18n } = useTranslation('prescriptions');
  const isComing = useIsComing();
  return useCallback((alert: PrescriptionAlert) => {
    const { rule, severity, values } = alert;
    const variant = variantOf(alert, isComing);
    const key = [`alert.${rule}_${variant}`, `alert.${rule}`].find((candidate) => i18n.exists(`prescriptions:${candidate}`)) ?? `alert.${rule}`;
    // Which of an alert's wordings it is depends on data, and so do its numbers: neither can be checked by type.
    const words: string = i18n.t(`prescriptions:${key}` as 'prescriptions:alert.skinTest', inWords(values) as { name: string });
    return t('alertTitle', { severity: t(`severity.${severity}`), words });
  }, [t, i18n, isComing]);
}

/** What the values name, in the language of this PC. */
function inWords(values: PrescriptionAlert['values']): PrescriptionAlert['values'] {
  const worded = (key: string, value: string | number): string | number => {
    if (typeof value === 'number') return value;
    switch (key) {
      case 'name':
      case 'other': return productText(value);
      case 'substance': return substanceText(value);
      case 'unit': return unitText(value);
      default: return value;
    }
  };
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, worded(key, value)]));
}

/** A rule that is worded in more than one way: which limit, which grade, whether its stock may still come, and whether the other drug is in use already. */
function variantOf({ rule, values }: PrescriptionAlert, isComing: boolean): string {
  if (rule === 'interaction' || rule === 'duplicate') return values['otherInUse'] === 1 ? 'inUse' : '';
  if (rule === 'outOfStock') return values['inStock'] !== 0 ? '' : isComing ? 'coming' : 'none';
  return String(values['limit'] ?? values['grade'] ?? values['control'] ?? '');
}
