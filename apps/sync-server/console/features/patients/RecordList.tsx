import { Alert, Cell, Icon, SectionHead } from '@lianyi/ui';
import { allergyEntry, problemEntry } from '@lianyi/schema/documents/patient';
import type { Source } from '@lianyi/schema/documents/parts';
import { useTranslation } from 'react-i18next';
import type { ChartUnit, ChartView } from '../../client/views.ts';
import { OriginBrief, OriginFacts } from '../../record/OriginFacts.tsx';
import { presentIn } from '../../record/presentIn.ts';
import { ReviewSides } from '../../record/ReviewSides.tsx';
import { useRecordWords } from '../../record/useRecordWords.ts';
import { useValueText } from '../../record/useValueText.ts';
import { EntryTable } from './EntryTable.tsx';

/** Allergies and history first, as in the banner; then who the person is. */
const order = ['allergies', 'noKnownAllergies', 'problems', 'identity', 'phone', 'address', 'contact', 'bloodGroup', 'recordNumber', 'insurance', 'formerName'];

/** The units of the patient's document, each with who set it. */
export function RecordList({ chart }: { readonly chart: ChartView }) {
  const { t } = useTranslation('patients');
  const record = useTranslation('record').t;
  const words = useRecordWords();
  const value = useValueText(chart.names);
  const place = (unit: string) => { const at = order.indexOf(unit.split('/')[0] ?? ''); return at < 0 ? order.length : at; };
  // "Asked, none known" without an answer says nothing once there are allergies; unfilled items stand last, in the second voice.
  const units = chart.record.units.filter(({ unit, value: held }) => unit !== 'noKnownAllergies' || held !== null || Object.keys(chart.patient.allergies).length === 0)
    .toSorted((a, b) => Number(isUnset(a)) - Number(isUnset(b)) || place(a.unit) - place(b.unit));
  const columns = [{ id: 'unit', label: t('unit'), width: 176 }, { id: 'value', label: t('value') }, { id: 'origin', label: t('origin'), width: 296 }];
  return (
    <EntryTable tab="record" entries={units} idOf={({ unit }) => unit} columns={columns}
      renderCells={(unit) => (
        <>
          <Cell isCut className="sub">{words.unit(unit.unit)}</Cell>
          <Cell isCut title={isUnset(unit) ? undefined : value(unit.unit, unit.value)}>
            {unit.reviewIds.length > 0 && <><Icon name="review" label={t('inReview')} className="is-warn" /> </>}
            {isUnset(unit) ? <span className="dim">{t('unset')}</span> : unit.unit.startsWith('allergies/') ? <b className={isActive(unit.value) ? 'is-danger' : 'sub'}>{isActive(unit.value) && <Icon name="stop" />} {value(unit.unit, unit.value)}</b> : value(unit.unit, unit.value)}
          </Cell>
          <Cell isCut className="dim">{isUnset(unit) ? null : <OriginBrief origin={unit.origin} />}</Cell>
        </>
      )}
      renderDetail={(unit) => (
        <>
          <h2 className="sidetitle">{words.unit(unit.unit)}</h2>
          <p className="wholevalue">{isUnset(unit) ? t('unset') : value(unit.unit, unit.value)}</p>
          {unit.reviewIds.length > 0 && <Alert tone="warn" icon="review" title={t('inReview')} />}
          {chart.reviews.filter(({ id }) => unit.reviewIds.includes(id)).map((review) => <ReviewSides key={review.id} review={review} present={presentIn(chart, review)} names={chart.names} />)}
          <SectionHead className="g" title={record('origin.title')} isRuled />
          <OriginFacts origin={unit.origin} revision={chart.record.revision} source={sourceOf(unit)} />
        </>
      )} />
  );
}

const isUnset = ({ value }: ChartUnit): boolean => value === null || value === '';

function isActive(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'status' in value && value.status === 'active';
}

/** Entries of the two sets may come from another institution's system. */
function sourceOf({ unit, value }: ChartUnit): Source | null {
  if (unit.startsWith('allergies/')) return allergyEntry.safeParse(value).data?.source ?? null;
  return unit.startsWith('problems/') ? problemEntry.safeParse(value).data?.source ?? null : null;
}
