import { Cell, StatusText } from '@lianyi/ui';
import { useTranslation } from 'react-i18next';
import type { ChartView, ReviewView } from '../../client/views.ts';
import { useFormat } from '../../format/useFormat.ts';
import { presentIn } from '../../record/presentIn.ts';
import { ReviewSides } from '../../record/ReviewSides.tsx';
import { useRecordWords } from '../../record/useRecordWords.ts';
import { EntryTable } from './EntryTable.tsx';

/** What is in review about this patient, open ones first. */
export function ChartReviews({ chart, reviews }: { readonly chart: ChartView; readonly reviews: readonly ReviewView[] }) {
  const { t } = useTranslation('patients');
  const record = useTranslation('record').t;
  const format = useFormat();
  const words = useRecordWords();
  const titleOf = (review: ReviewView) => words.reviewTitle(review.reason, review.about.unit, undefined);
  const columns = [{ id: 'date', label: t('date'), width: format.language === 'zh' ? 132 : 150 }, { id: 'kind', label: t('kindOf'), width: 170 }, { id: 'value', label: t('value') }, { id: 'state', label: t('state'), width: 96, align: 'right' as const }];
  return (
    <EntryTable<ReviewView> tab="reviews" entries={reviews} idOf={({ id }) => id} columns={columns}
      renderCells={(review) => (
        <>
          <Cell isCut className="dim">{format.moment(review.openedAt)}</Cell>
          <Cell isCut>{record(`review.${review.reason}`)}</Cell>
          <Cell isCut title={titleOf(review)}>{titleOf(review)}</Cell>
          <Cell align="right">{review.resolution === null ? <StatusText tone="warn" icon="review">{t('reviewState.open')}</StatusText> : <StatusText tone="ok" icon="tick">{t('reviewState.resolved')}</StatusText>}</Cell>
        </>
      )}
      renderDetail={(review) => (
        <>
          <h2 className="sidetitle">{titleOf(review)}</h2>
          <p className="sub">{record(`review.${review.reason}`)} · {format.moment(review.openedAt)}</p>
          <ReviewSides review={review} present={presentIn(chart, review)} names={chart.names} />
        </>
      )} />
  );
}
