import { useQuery } from '@tanstack/react-query';
import type { AlertValues } from '@lianyi/schema/documents/alertValues';
import { Alert } from '@lianyi/ui';
import { useTranslation } from 'react-i18next';
import { useHost } from '../../client/useHost.ts';
import { useGo } from '../../navigation/useNavigation.ts';

/** Somebody whose post does not cover it opened a chart of this clinic: said here until somebody has seen it. */
export function GlassNotice() {
  const { t } = useTranslation('today');
  const go = useGo();
  const open = useQuery(useHost().reviews.list.queryOptions()).data?.open.filter(({ review }) => review.reason === 'glassOpened') ?? [];
  const [first] = open;
  if (first === undefined) return null;
  const { who, place } = first.review.losing.value as AlertValues['glassOpened']['losing'];
  return (
    <Alert tone="warn" icon="eye" title={t('glassOpened', { who, place, name: first.patientName ?? '' })}
      actions={[{ id: 'look', label: t('glassLook'), onChoose: () => { go({ name: 'reviews', reviewId: first.review.id }); } }]}>
      {open.length > 1 ? t('glassMore', { count: open.length - 1 }) : null}
    </Alert>
  );
}
