import { Alert } from '@lianyi/ui';
import { useTranslation } from 'react-i18next';
import { useIsComing } from '../../client/useLine.ts';

/** Moves of the stock are still to come from the county: what is counted against less than all of them is set right wrongly. */
export function StockComing() {
  const { t } = useTranslation('stock');
  return useIsComing() ? <Alert className="gap" tone="warn" icon="clock" title={t('coming')}>{t('comingNext')}</Alert> : null;
}
