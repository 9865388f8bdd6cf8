import { Alert, Cell, SectionHead, StatusText } from '@lianyi/ui';
import { useTranslation } from 'react-i18next';
import type { ChartView } from '../../client/views.ts';
import { yuanSign } from '../../format/numbers.ts';
import { useFormat } from '../../format/useFormat.ts';
import { OriginBrief, OriginFacts } from '../../record/OriginFacts.tsx';
import { presentIn } from '../../record/presentIn.ts';
import { ReviewSides } from '../../record/ReviewSides.tsx';
import { useRecordWords } from '../../record/useRecordWords.ts';
import { usageText } from '../../record/valueText.ts';
import { productText, unitText, specificationText } from '../../i18n/catalogueWords.ts';
import type { EntryOf } from './chartEntries.ts';
import { EntryTable } from './EntryTable.tsx';

type Entry = EntryOf<'prescription'>;

/** Prescriptions with their drugs; the signed content is one unit, so one origin stands for all of it. */
export function PrescriptionList({ chart, entries }: { readonly chart: ChartView; readonly entries: readonly Entry[] }) {
  const { t } = useTranslation('patients');
  const record = useTranslation('record').t;
  const format = useFormat();
  const columns = [
    { id: 'date', label: t('date'), width: format.language === 'zh' ? 132 : 150 }, { id: 'drugs', label: t('drugs') }, { id: 'place', label: t('place'), width: 118 },
    { id: 'amount', label: t('amount'), width: 80, align: 'right' as const }, { id: 'state', label: t('state'), width: 84, align: 'right' as const },
  ];
  return (
    <EntryTable<Entry> tab="prescriptions" entries={entries} idOf={({ id }) => id} columns={columns}
      renderCells={({ document }) => (
        <>
          <Cell isCut className="dim">{format.moment(document.createdAt)}</Cell>
          <Cell isCut title={document.order.items.map(({ name }) => productText(name)).join(' · ')}><b>{document.order.items.map(({ name }) => productText(name)).join(' · ')}</b></Cell>
          <Cell isCut className="sub">{chart.names[document.orgId]}</Cell>
          <Cell align="right">{yuanSign(document.order.items.reduce((sum, { amountFen }) => sum + amountFen, 0))}</Cell>
          <Cell align="right"><OrderState entry={document} /></Cell>
        </>
      )}
      renderDetail={(entry) => <Prescription entry={entry} chart={chart} title={record('origin.title')} />} />
  );
}

function OrderState({ entry: { order, stopped } }: { readonly entry: Entry['document'] }) {
  const record = useTranslation('record').t;
  if (stopped !== null) return <StatusText tone="warn" icon="minus">{record('status.stopped')}</StatusText>;
  return order.state === 'signed' ? <StatusText tone="ok" icon="ok">{record('status.signed')}</StatusText> : <StatusText tone="plain" icon="edit">{record('status.draft')}</StatusText>;
}

function Prescription({ entry, chart, title }: { readonly entry: Entry; readonly chart: ChartView; readonly title: string }) {
  const { t } = useTranslation('patients');
  const format = useFormat();
  const words = useRecordWords();
  const { document, units, created, revision } = entry;
  const { order, stopped } = document;
  const orderUnit = units.find(({ unit }) => unit === 'order');
  const stopUnit = units.find(({ unit }) => unit === 'stopped');
  const openReviews = chart.reviews.filter(({ about, resolution }) => about.id === entry.id && resolution === null);
  return (
    <>
      <h2 className="sidetitle">{t('number2')} {document.number}</h2>
      <p className="sub">{[order.signature === null ? undefined : chart.names[order.signature.by], t('validUntil', { day: format.shortDate(order.validUntil) })].filter((text) => text !== undefined).join(' · ')}</p>
      <ol className="rxitems">
        {order.items.map((item) => (
          <li key={item.itemNo}>
            <b>{productText(item.name)}</b> <span className="sub">{specificationText(item.specification, item.name)}</span><span className="n">{item.quantity} {unitText(item.unit, item.quantity, item.name)}</span>
            <span className="sub small">{usageText(item, format.language)} × {item.days}{format.language === 'zh' ? ' 天' : ' d'}{item.note === '' ? '' : ` · ${item.note}`}</span>
          </li>
        ))}
      </ol>
      {order.supplyReason !== '' && <p className="small"><span className="dim">{t('supplyReason')}</span> {order.supplyReason}</p>}
      {order.overrides.map(({ ruleId, reason }) => <p key={ruleId} className="small"><StatusText tone="warn" icon="warn">{t('overrides')}</StatusText> {reason} <span className="dim">{ruleId}</span></p>)}
      {stopped !== null && <Alert tone="warn" title={t('stopped', { reason: stopped.reason })}><OriginBrief origin={stopUnit?.origin ?? null} /></Alert>}
      {openReviews.map((review) => (
        <div key={review.id}>
          <Alert tone={review.reason === 'overDispensed' || review.reason === 'stoppedAfterDispense' ? 'danger' : 'warn'} isAnnounced={false} title={words.reviewTitle(review.reason, review.about.unit, undefined)} />
          <ReviewSides review={review} present={presentIn(chart, review)} names={chart.names} />
        </div>
      ))}
      <SectionHead className="g" title={title} isRuled />
      <OriginFacts origin={orderUnit?.origin ?? created} revision={revision} />
    </>
  );
}
