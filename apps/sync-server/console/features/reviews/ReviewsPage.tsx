import { useQuery } from '@tanstack/react-query';
import { Page, PageHead, SegmentedTabs } from '@lianyi/ui';
import { useTranslation } from 'react-i18next';
import { useCounty } from '../../client/useCounty.ts';
import { reviewLists, type ReviewList } from '../../navigation/pages.ts';
import { useNavigation } from '../../navigation/useNavigation.ts';
import { DataAge } from '../../shell/DataAge.tsx';
import { useTitle } from '../../shell/useTitle.ts';
import { QuarantineTable } from './QuarantineTable.tsx';
import { ReviewTable } from './ReviewTable.tsx';
import './reviews.css';

/** What people have still to look at, what the county could not take as it is, and what was settled. Read only. */
export function ReviewsPage({ list, chosenId }: { readonly list: ReviewList; readonly chosenId: string | null }) {
  const { t } = useTranslation('reviews');
  const county = useCounty();
  const replace = useNavigation((at) => at.replace);
  useTitle(t('title'));
  const open = useQuery(county.reviews.list.queryOptions({ state: 'open' }));
  const quarantined = useQuery(county.quarantine.list.queryOptions());
  const resolved = useQuery({ ...county.reviews.list.queryOptions({ state: 'resolved' }), enabled: list === 'resolved' });
  const counts: Readonly<Record<ReviewList, number | undefined>> = { open: open.data?.length, quarantined: quarantined.data?.length, resolved: resolved.data?.length };
  const onChoose = (id: string) => { replace({ name: 'reviews', list, chosenId: id }); };
  return (
    <>
      <div className="headline"><PageHead title={t('title')} sub={t('sub')} more={<DataAge at={{ open, quarantined, resolved }[list].dataUpdatedAt} />} /></div>
      <Page className="reviewpage">
        <div className="filterline">
          <SegmentedTabs label={t('filter')} value={list} onChange={(to) => { replace({ name: 'reviews', list: to }); }}
            options={reviewLists.map((id) => ({ id, label: t(id), count: counts[id], isPlain: id === 'resolved' || counts[id] === 0 }))} />
          {(counts[list] ?? 0) >= 500 && <span className="dim small">{t('newest')}</span>}
        </div>
        {list === 'quarantined' ? <QuarantineTable query={quarantined} chosenId={chosenId} onChoose={onChoose} />
          : <ReviewTable key={list} query={list === 'open' ? open : resolved} isOpen={list === 'open'} chosenId={chosenId} onChoose={onChoose} />}
      </Page>
    </>
  );
}
