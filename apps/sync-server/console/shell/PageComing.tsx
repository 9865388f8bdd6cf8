import { Alert } from '@lianyi/ui';
import { useTranslation } from 'react-i18next';
import { useReach } from '../client/reach.ts';

/** While a page's code is on its way; without a line it says what it waits for. */
export function PageComing() {
  const { t } = useTranslation('shell');
  const isLost = useReach(({ state }) => state === 'lost');
  return <div className="page">{isLost && <Alert tone="warn" icon="nolink" title={t('failed.title.unreachable')}>{t('failed.body.unreachable')}</Alert>}</div>;
}
