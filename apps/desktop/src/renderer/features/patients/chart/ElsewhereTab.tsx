import { Cell, DataTable, Empty, Page, SegmentedTabs } from '@lianyi/ui';
import type { HistoryEntry } from '@lianyi/schema/documents/historyEntry';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChartView } from '../../../client/hostOutputs.ts';
import { useFormat } from '../../../format/useFormat.ts';
import { isComing, NotHereYet } from '../../../patient/NotHereYet.tsx';

const categories = ['encounter', 'condition', 'medication', 'observation', 'immunization', 'procedure', 'report', 'carePlan'] as const;
type Category = HistoryEntry['category'];

/** What other institutions did and told us, each line with its source. */
export function ElsewhereTab({ chart }: { readonly chart: ChartView }) {
  const { t } = useTranslation('patients');
  const format = useFormat();
  const [category, setCategory] = useState<Category | 'all'>('all');
  const entries = chart.history.toSorted((a, b) => (b.day ?? '').localeCompare(a.day ?? ''));
  if (entries.length === 0) return <Page><Empty icon="link" title={isComing(chart.banner) ? <NotHereYet isTitle /> : t('elsewhereNone')}>{t('elsewhereNoneNext')}</Empty></Page>;
  const shown = entries.filter((entry) => category === 'all' || entry.category === category);
  const present = categories.filter((candidate) => entries.some((entry) => entry.category === candidate));
  const columns = [{ id: 'date', label: t('date'), width: 110 }, { id: 'category', label: t('kind'), width: 96 }, { id: 'what', label: t('what') }, { id: 'value', label: t('value'), width: 180, align: 'right' as const }, { id: 'from', label: t('from'), width: 220 }];
  return (
    <Page tabIndex={0}>
      {isComing(chart.banner) && <p className="entryline"><NotHereYet isSome /></p>}
      <SegmentedTabs label={t('tab.elsewhere')} value={category} onChange={setCategory}
        options={[{ id: 'all', label: t('everywhere'), count: entries.length, isPlain: true }, ...present.map((id) => ({ id, label: t(`category.${id}`), count: entries.filter((entry) => entry.category === id).length, isPlain: true }))]} />
      <DataTable label={t('tab.elsewhere')} columns={columns}>
        {shown.map((entry) => (
          <tr key={entry.id}>
            <Cell className="sub">{entry.day === null ? '—' : format.shortDate(entry.day)}</Cell>
            <Cell className="sub">{t(`category.${entry.category}`)}</Cell>
            <Cell isCut title={entry.text}>{entry.text} <span className="dim">{entry.code?.value}</span></Cell>
            <Cell align="right" isCut title={`${entry.value} ${entry.unit}`}><b>{entry.value}</b> {entry.unit}</Cell>
            <Cell isCut className="dim" title={entry.source.system}>{entry.source.system}</Cell>
          </tr>
        ))}
      </DataTable>
    </Page>
  );
}
