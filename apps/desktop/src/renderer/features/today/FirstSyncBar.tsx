import { Alert, Icon, ProgressBar } from '@lianyi/ui';
import { useTranslation } from 'react-i18next';
import { useLine } from '../../client/useLine.ts';
import { useFormat } from '../../format/useFormat.ts';
import { useGo } from '../../navigation/useNavigation.ts';
import { firstSyncWords } from './firstSyncWords.ts';

/** How far the first download is, why it takes longer where it does, and what to do where the line is gone. */
export function FirstSyncBar() {
  const { t } = useTranslation('today');
  const { now, language } = useFormat();
  const go = useGo();
  const pulling = useLine()?.pulling ?? null;
  if (pulling === null) return null;
  const { came, bar, stopped, slower } = firstSyncWords(pulling, { now, language, t });
  const label = t(stopped === null ? 'pulling' : 'pulledSoFar');
  return (
    <>
      {came !== null && (bar === null ? <p className="none"><b className="sub">{label}</b> {came}</p> : <ProgressBar label={label} value={bar.value} max={bar.max} text={came} />)}
      {stopped !== null && (
        <Alert tone="warn" icon="nolink" title={stopped.title} actions={[{ id: 'stick', label: t('stick'), onChoose: () => { go({ name: 'settings', part: 'stick' }); } }]}>
          <span role="status">{stopped.next}</span>
        </Alert>
      )}
      {slower !== null && <p className="none" role="status"><Icon name="info" /> {slower}</p>}
    </>
  );
}
