import { ProgressBar } from '@lianyi/ui';
import { useTranslation } from 'react-i18next';
import { useLine } from '../../client/useLine.ts';
import { count } from '../../format/numbers.ts';
import { useFormat } from '../../format/useFormat.ts';

const megabyte = 1e6;

/** How far the first download is, while there is a measure of the whole. */
export function FirstSyncBar() {
  const { t } = useTranslation('today');
  const format = useFormat();
  const pulling = useLine()?.pulling ?? null;
  if (pulling === null || pulling.ofBytes === undefined || pulling.bytes === undefined || pulling.ofDocuments === undefined) return null;
  const { secondsLeft = null } = pulling;
  const came = t('firstSyncCame', {
    documents: count(pulling.documents), ofDocuments: count(pulling.ofDocuments),
    megabytes: (pulling.bytes / megabyte).toFixed(1), ofMegabytes: (pulling.ofBytes / megabyte).toFixed(1),
  });
  const left = secondsLeft === null ? '' : t('firstSyncLeft', { time: format.minutes(Math.max(1, Math.ceil(secondsLeft / 60))) });
  return <ProgressBar label={t('pulling')} value={pulling.bytes} max={pulling.ofBytes} text={`${came}${left}`} />;
}
