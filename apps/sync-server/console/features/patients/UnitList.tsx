import { Alert, Badge } from '@lianyi/ui';
import { useTranslation } from 'react-i18next';
import type { ChartUnit, ChartView } from '../../client/views.ts';
import { OriginBrief } from '../../record/OriginFacts.tsx';
import { presentIn } from '../../record/presentIn.ts';
import { ReviewSides } from '../../record/ReviewSides.tsx';
import { useRecordWords } from '../../record/useRecordWords.ts';
import { useValueText } from '../../record/useValueText.ts';

/** The sections of a document that are filled in, each with who wrote it, and what is in review about it. */
export function UnitList({ units, chart, skip = [] }: { readonly units: readonly ChartUnit[]; readonly chart: ChartView; readonly skip?: readonly string[] }) {
  const { t } = useTranslation('patients');
  const words = useRecordWords();
  const value = useValueText(chart.names);
  const shown = units.filter(({ unit, value: held }) => !skip.includes(unit) && held !== null && held !== '' && !(Array.isArray(held) && held.length === 0));
  return (
    <dl className="unitlist">
      {shown.map((unit) => (
        <div key={unit.unit}>
          <dt>{words.unit(unit.unit)}{unit.reviewIds.length > 0 && <> <Badge tone="warn" icon="review">{t('reviewState.open')}</Badge></>}</dt>
          <dd>{value(unit.unit, unit.value)}</dd>
          <dd className="small dim"><OriginBrief origin={unit.origin} /></dd>
          {unit.reviewIds.length > 0 && <dd><Alert tone="warn" icon="review" title={t('inReview')} />{chart.reviews.filter(({ id }) => unit.reviewIds.includes(id)).map((review) => <ReviewSides key={review.id} review={review} present={presentIn(chart, review)} names={chart.names} />)}</dd>}
        </div>
      ))}
    </dl>
  );
}
