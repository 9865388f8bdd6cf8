import { useQuery } from '@tanstack/react-query';
import { Columns, Empty, Page } from '@lianyi/ui';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useHost } from '../../client/useHost.ts';
import { useIsComing } from '../../client/useLine.ts';
import { NotHereYet } from '../../patient/NotHereYet.tsx';
import { PageFrame } from '../../shell/PageFrame.tsx';
import { Unanswered, Unread } from '../../shell/Unread.tsx';
import { OpenReview } from './OpenReview.tsx';
import { Quarantined } from './Quarantined.tsx';
import type { ReviewItem } from './reviewItem.ts';
import { ReviewQueue } from './ReviewQueue.tsx';
import './reviews.css';

/** Conflicts whose losing value a person must look at, alerts that merging raised, and what the county sent back. */
export function ReviewsPage({ reviewId }: { readonly reviewId: string | null }) {
  const { t } = useTranslation('reviews');
  const host = useHost();
  const isComing = useIsComing();
  const list = useQuery(host.reviews.list.queryOptions());
  const quarantined = useQuery(host.reviews.quarantined.queryOptions());
  const [chosenKey, setChosenKey] = useState(reviewId);
  const items = useMemo((): readonly ReviewItem[] => [
    ...(list.data?.open ?? []).map((row) => ({ key: row.review.id, is: 'open', row }) as const),
    ...(quarantined.data ?? []).map((row) => ({ key: row.bundleId, is: 'quarantined', row }) as const),
    ...(list.data?.resolved ?? []).map((row) => ({ key: row.review.id, is: 'resolved', row }) as const),
  ], [list.data, quarantined.data]);

  if (list.isError && list.data === undefined) return <Unread title={t('title')} onAgain={() => { void list.refetch(); }} />;
  if (list.data === undefined) return <Unanswered title={t('title')} />;
  const chosen = items.find(({ key }) => key === chosenKey) ?? items.find(({ is }) => is !== 'resolved');
  const at = chosen === undefined ? -1 : items.indexOf(chosen);
  const step = (by: 1 | -1) => {
    const to = items[Math.max(0, Math.min(items.length - 1, at + by))];
    if (to !== undefined) setChosenKey(to.key);
  };
  const queue = <ReviewQueue items={items} chosenKey={chosen?.key ?? null} onChoose={setChosenKey} />;
  const walk = [
    { id: 'previous', label: t('action.previous'), keys: '↑', isKeyOnly: true, onPress: () => { step(-1); } },
    { id: 'next', label: t('action.next'), keys: '↓', onPress: () => { step(1); }, isDisabled: at >= items.length - 1 },
  ];

  if (chosen === undefined) {
    return (
      <PageFrame title={t('title')} actions={items.length > 0 ? walk : []}>
        <Columns template="292px minmax(0, 1fr)" className="rev">{queue}<Page><Empty icon={isComing ? 'sync' : 'ok'} title={isComing ? <NotHereYet isTitle /> : t('nothingOpen')}>{t('nothingOpenNext')}</Empty></Page></Columns>
      </PageFrame>
    );
  }
  if (chosen.is === 'quarantined') return <Quarantined key={chosen.key} row={chosen.row} queue={queue} walk={walk} onChoose={setChosenKey} />;
  return <OpenReview key={chosen.key} row={chosen.row} queue={queue} walk={walk} onResolved={() => { setChosenKey(nextOpen(items, chosen.key)); }} />;
}

/** The next that still waits, from where the person was. */
function nextOpen(items: readonly ReviewItem[], key: string): string | null {
  const open = items.filter(({ is }) => is === 'open');
  const at = open.findIndex((item) => item.key === key);
  return (open[at + 1] ?? open.find((item) => item.key !== key))?.key ?? null;
}
