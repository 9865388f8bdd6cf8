import { Icon } from '@lianyi/ui';
import { useTranslation } from 'react-i18next';
import type { SessionView } from '../../../contract/views.ts';
import { useFormat } from '../../format/useFormat.ts';

/** That the PC must soon hear from the county, and that a PIN is enough here by the county's policy alone. */
export function LeaseLine({ session }: { readonly session: SessionView }) {
  const { t } = useTranslation('session');
  const format = useFormat();
  const { lease } = session;
  return (
    <>
      {lease?.isNear === true && (
        <p className="lock-note is-warn"><Icon name="warn" /> {lease.isOver ? t('lease.over') : t('lease.near', { count: lease.daysLeft, when: format.moment(lease.endsAt) })}</p>
      )}
      {session.isPinPolicy && <p className="lock-note dim"><Icon name="info" /> {t('pinPolicy')}</p>}
    </>
  );
}
