import { useQuery } from '@tanstack/react-query';
import { Alert } from '@lianyi/ui';
import { useTranslation } from 'react-i18next';
import { useHost } from '../../client/useHost.ts';
import { useFormat } from '../../format/useFormat.ts';

/** How long a PC without a line can still be unlocked, once that is not long. */
export function LeaseBar() {
  const { t } = useTranslation('today');
  const format = useFormat();
  const lease = useQuery(useHost().session.status.queryOptions()).data?.lease ?? null;
  if (lease?.isNear !== true) return null;
  return <Alert tone="warn" icon="clock" title={lease.isOver ? t('leaseOver') : t('leaseNear', { count: lease.daysLeft })}>{t('leaseWhat', { when: format.moment(lease.endsAt) })}</Alert>;
}
