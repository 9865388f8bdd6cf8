import { Alert } from '@lianyi/ui';
import { useTranslation } from 'react-i18next';
import { useHostContact } from '../client/hostContact.ts';
import { useHostWatch } from '../client/useHostWatch.ts';

/** Over every page, the lock screen too, while the program behind it does not answer: what happened, what is safe, what to do. */
export function HostNotice() {
  const { t } = useTranslation('shell');
  const isLost = useHostContact((contact) => contact.isLost);
  useHostWatch();
  if (!isLost) return null;
  return <div className="host-notice"><Alert title={t('hostGone.title')}>{t('hostGone.safe')} {t('hostGone.next')}</Alert></div>;
}
