import { Cell, KeyValues, SectionHead } from '@lianyi/ui';
import { useTranslation } from 'react-i18next';
import type { ChartView } from '../../client/views.ts';
import { yuanSign } from '../../format/numbers.ts';
import { useFormat } from '../../format/useFormat.ts';
import { OriginFacts } from '../../record/OriginFacts.tsx';
import { productText, unitText } from '../../i18n/catalogueWords.ts';
import type { EntryOf } from './chartEntries.ts';
import { EntryTable } from './EntryTable.tsx';

type Entry = EntryOf<'dispense'>;

export interface DispenseListProps {
  readonly chart: ChartView;
  readonly entries: readonly Entry[];
  /** They know the units that a line counts in. */
  readonly prescriptions: readonly EntryOf<'prescription'>[];
}

/** What was handed out, by lot; a fact, so one origin stands for all of it. */
export function DispenseList({ chart, entries, prescriptions }: DispenseListProps) {
  const { t } = useTranslation('patients');
  const record = useTranslation('record').t;
  const format = useFormat();
  const itemOf = (entry: Entry['document'], itemNo: number) => prescriptions.find(({ id }) => id === entry.prescriptionId)?.document.order.items.find((item) => item.itemNo === itemNo);
  const nameOf = (entry: Entry['document'], line: Entry['document']['lines'][number]) => productText(itemOf(entry, line.itemNo)?.name ?? chart.names[line.productId] ?? line.productId);
  const columns = [
    { id: 'date', label: t('date'), width: format.language === 'zh' ? 132 : 150 }, { id: 'drugs', label: t('drugs') }, { id: 'given', label: t('given'), width: 78 }, { id: 'place', label: t('place'), width: 118 }, { id: 'amount', label: t('amount'), width: 120, align: 'right' as const },
  ];
  return (
    <EntryTable<Entry> tab="dispenses" entries={entries} idOf={({ id }) => id} columns={columns}
      renderCells={({ document }) => (
        <>
          <Cell isCut className="dim">{format.moment(document.dispensed.at)}</Cell>
          <Cell isCut title={[...new Set(document.lines.map((line) => nameOf(document, line)))].join(' · ')}><b>{[...new Set(document.lines.map((line) => nameOf(document, line)))].join(' · ')}</b></Cell>
          <Cell isCut>{chart.names[document.dispensed.by]}</Cell>
          <Cell isCut className="sub">{chart.names[document.orgId]}</Cell>
          <Cell align="right">{yuanSign(document.amountFen)} <span className="dim">{t(`payment.${document.payment}`)}</span></Cell>
        </>
      )}
      renderDetail={({ document, created, revision }) => (
        <>
          <h2 className="sidetitle">{format.moment(document.dispensed.at)}</h2>
          <ol className="rxitems">
            {document.lines.map((line) => (
              <li key={`${line.itemNo} ${line.lotNumber} ${line.expiry}`}>
                <b>{nameOf(document, line)}</b><span className="n">{line.quantity} {unitText(itemOf(document, line.itemNo)?.unit ?? '', line.quantity)}</span>
                <span className="sub small">{t('lot', { lot: line.lotNumber, expiry: format.fullDate(line.expiry) })}</span>
              </li>
            ))}
          </ol>
          <KeyValues className="sidefacts" items={[
            { key: 'given', label: t('given'), value: chart.names[document.dispensed.by] ?? '—' },
            { key: 'checked', label: t('checkedBy'), value: document.checkedBy === null ? '—' : chart.names[document.checkedBy] ?? '—' },
            { key: 'amount', label: t('amount'), value: `${yuanSign(document.amountFen)} ${t(`payment.${document.payment}`)}` },
          ]} />
          <SectionHead className="g" title={record('origin.title')} isRuled />
          <OriginFacts origin={created} revision={revision} />
        </>
      )} />
  );
}
