import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { QuarantineRow } from '../../../contract/views.ts';

/** What a bundle in quarantine did, why the county keeps it apart, and how to settle it. */
export function useOutcomeWords(): (row: Pick<QuarantineRow, 'action' | 'reason'>) => { readonly action: string; readonly reason: string; readonly settle: string } {
  const { t, i18n } = useTranslation('reviews');
  const { t: ofShell } = useTranslation('shell');
  return useCallback(({ action, reason }) => ({
    action: i18n.exists(`shell:action.${action}`) ? ofShell(`action.${action as 'other'}`) : ofShell('action.other'),
    reason: i18n.exists(`reviews:refused.${reason}`) ? t(`refused.${reason as 'invalid'}`) : t('refused.unknown', { code: reason }),
    settle: i18n.exists(`reviews:settle.${reason}`) ? t(`settle.${reason as 'invalid'}`) : t('settle.other'),
  }), [t, ofShell, i18n]);
}
