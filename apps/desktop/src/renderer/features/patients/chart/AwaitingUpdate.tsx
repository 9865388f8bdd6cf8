import { Alert } from '@lianyi/ui';
import { useTranslation } from 'react-i18next';
import type { ChartView } from '../../../client/hostOutputs.ts';
import { unitLabel } from './unitWords.ts';

/** What of the record a newer version wrote: kept whole, shown after the update, and not to be changed before it. */
export function AwaitingUpdate({ awaitingUpdate: { parked, inPart, readOnly } }: { readonly awaitingUpdate: ChartView['awaitingUpdate'] }) {
  const { t } = useTranslation('patients');
  if (parked.length === 0 && inPart === 0 && readOnly.length === 0) return null;
  const kindNames: Readonly<Record<string, string>> = t('awaiting.kind', { returnObjects: true });
  const counted = parked.map(({ kind, count }) => t('awaiting.counted', { count, kind: kindNames[kind] ?? t('awaiting.newKind') }));
  const closed = readOnly.includes('*') ? t('awaiting.all') : readOnly.map((unit) => unitLabel(unit, t)).join(t('awaiting.and'));
  return (
    <Alert tone="info" title={t('awaiting.title')}>
      {counted.length > 0 && <p>{t('awaiting.parked', { entries: counted.join(t('awaiting.and')) })}</p>}
      {inPart > 0 && <p>{t('awaiting.inPart', { count: inPart })}</p>}
      {closed !== '' && <p>{t('awaiting.readOnly', { units: closed })}</p>}
    </Alert>
  );
}
