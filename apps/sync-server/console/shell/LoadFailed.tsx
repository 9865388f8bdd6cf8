import { Alert } from '@lianyi/ui';
import { useTranslation } from 'react-i18next';
import { countyFailure } from '../client/countyFailure.ts';

/** In place of what could not be read: what happened, what is safe, and the way to try again. */
export function LoadFailed({ error, onAgain }: { readonly error: unknown; readonly onAgain: () => void }) {
  const { t } = useTranslation('shell');
  const failure = countyFailure(error);
  return (
    <div className="page">
      <Alert tone={failure === 'unreachable' || failure === 'forbidden' || failure === 'missing' ? 'warn' : 'danger'} title={t(`failed.title.${failure}`)}
        actions={failure === 'forbidden' || failure === 'missing' ? [] : [{ id: 'again', label: t('failed.again'), keyHint: '1', isAdvised: true, onChoose: onAgain }]}>
        {t(`failed.body.${failure}`)}
      </Alert>
    </div>
  );
}
