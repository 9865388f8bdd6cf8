import { ProgressBar } from '@lianyi/ui';
import { useTranslation } from 'react-i18next';
import { useLine } from '../../client/useLine.ts';
import { bytesText } from '../../format/bytes.ts';
import { count } from '../../format/numbers.ts';
import { useFormat } from '../../format/useFormat.ts';

/** How far the first download is: of the whole, and of what was written since only how much has come. */
export function FirstSyncBar() {
  const { t } = useTranslation('today');
  const format = useFormat();
  const pulling = useLine()?.pulling ?? null;
  if (pulling === null) return null;
  if (pulling.ofBytes === undefined || pulling.bytes === undefined || pulling.ofDocuments === undefined) return pulling.documents === 0 ? null : <p className="none"><b className="sub">{t('pulling')}</b> {t('firstSyncLog', { documents: count(pulling.documents) })}</p>;
  const { secondsLeft = null } = pulling;
  const came = t('firstSyncCame', {
    documents: count(pulling.documents), ofDocuments: count(pulling.ofDocuments),
    bytes: bytesText(pulling.bytes), ofBytes: bytesText(pulling.ofBytes),
  });
  const left = secondsLeft === null ? '' : t('firstSyncLeft', { time: format.minutes(Math.max(1, Math.ceil(secondsLeft / 60))) });
  return <ProgressBar label={t('pulling')} value={pulling.bytes} max={pulling.ofBytes} text={`${came}${left}`} />;
}
