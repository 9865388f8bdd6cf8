import { Alert } from '@lianyi/ui';
import { useTranslation } from 'react-i18next';
import { useFailedSave } from './failedSave.ts';

/** What did not get saved, what is safe, and which key to press. */
export function FailureNotice() {
  const { t } = useTranslation('shell');
  const { failed, clear } = useFailedSave();
  if (failed === null) return null;
  const again = { id: 'again', label: t('failed.again'), keyHint: '1', isAdvised: true, onChoose: () => { clear(); failed.again(); } };
  return (
    <div className="failure">
      <Alert title={t(`failed.title.${failed.failure}`)}
        actions={[...(failed.failure === 'forbidden' || failed.failure === 'moved' ? [] : [again]), { id: 'close', label: t('close'), keyHint: '2', onChoose: clear }]}>
        {t(`failed.safe.${failed.failure}`)}
      </Alert>
    </div>
  );
}
