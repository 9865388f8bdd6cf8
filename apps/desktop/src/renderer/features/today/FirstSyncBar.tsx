import { Icon, ProgressBar } from '@lianyi/ui';
import { useTranslation } from 'react-i18next';
import { useLine } from '../../client/useLine.ts';
import { useLanguage } from '../../i18n/language.ts';
import { firstSyncWords } from './firstSyncWords.ts';

/** How far the first download is, and why it takes longer where it does. */
export function FirstSyncBar() {
  const { t } = useTranslation('today');
  const language = useLanguage();
  const pulling = useLine()?.pulling ?? null;
  if (pulling === null) return null;
  const { came, bar, slower } = firstSyncWords(pulling, language, t);
  return (
    <>
      {came !== null && (bar === null ? <p className="none"><b className="sub">{t('pulling')}</b> {came}</p> : <ProgressBar label={t('pulling')} value={bar.value} max={bar.max} text={came} />)}
      {slower !== null && <p className="none" role="status"><Icon name="info" /> {slower}</p>}
    </>
  );
}
