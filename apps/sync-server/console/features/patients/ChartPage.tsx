import { useQuery } from '@tanstack/react-query';
import { Page, Tabs } from '@lianyi/ui';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChartView } from '../../client/views.ts';
import { useCounty } from '../../client/useCounty.ts';
import { LoadFailed } from '../../shell/LoadFailed.tsx';
import { MissingPage } from '../../shell/MissingPage.tsx';
import { useTitle } from '../../shell/useTitle.ts';
import { AttachmentList } from './AttachmentList.tsx';
import { ChartBanner } from './ChartBanner.tsx';
import { chartEntries, tabNames, type ChartEntries, type TabName } from './chartEntries.ts';
import { ChartReviews } from './ChartReviews.tsx';
import { ClosedChart } from './ClosedChart.tsx';
import { DispenseList } from './DispenseList.tsx';
import { HistoryList } from './HistoryList.tsx';
import { PrescriptionList } from './PrescriptionList.tsx';
import { RecordList } from './RecordList.tsx';
import { VisitList } from './VisitList.tsx';
import './chart.css';

/** A patient's whole record as the county holds it: every entry with its origin, nothing to change. */
export function ChartPage({ patientId }: { readonly patientId: string }) {
  const { t } = useTranslation('patients');
  useTitle(t('title'));
  const query = useQuery(useCounty().patients.get.queryOptions({ patientId }));
  if (query.data === undefined) return query.isError ? <LoadFailed error={query.error} onAgain={() => { void query.refetch(); }} /> : <Page />;
  if (query.data === null) return <MissingPage />;
  return query.data.access === 'closed' ? <ClosedChart closed={query.data} /> : <Chart chart={query.data.chart} until={query.data.until} loadedAt={query.dataUpdatedAt} onClosed={() => { void query.refetch(); }} />;
}

interface ChartProps {
  readonly chart: ChartView;
  /** The glass closes then; null: the post covers the chart. */
  readonly until: string | null;
  readonly loadedAt: number;
  readonly onClosed: () => void;
}

function Chart({ chart, until, loadedAt, onClosed }: ChartProps) {
  const { t } = useTranslation('patients');
  const [tab, setTab] = useState<TabName>('record');
  const entries = chartEntries(chart);
  useEffect(() => {
    if (until === null) return undefined;
    const timer = setTimeout(onClosed, Math.max(0, Date.parse(until) - Date.now()) + 500);
    return () => { clearTimeout(timer); };
  }, [until, onClosed]);
  // Whoever came from the find box with Enter goes on with the arrows.
  useEffect(() => { document.getElementById('chart-record')?.focus(); }, []);
  return (
    <>
      <ChartBanner chart={chart} until={until} loadedAt={loadedAt} />
      <Tabs label={t('tabs')} value={tab} onChange={setTab} panelId="chart" tabs={tabNames.map((id) => ({ id, label: t(`tab.${id}`), ...(id !== 'record' && { count: entries[id].length }) }))} />
      <Page id="chart" role="tabpanel" aria-labelledby={`chart-${tab}`} className="chartpage"><TabContent tab={tab} chart={chart} entries={entries} /></Page>
    </>
  );
}

function TabContent({ tab, chart, entries }: { readonly tab: TabName; readonly chart: ChartView; readonly entries: ChartEntries }) {
  switch (tab) {
    case 'record': return <RecordList chart={chart} />;
    case 'visits': return <VisitList chart={chart} entries={entries.visits} />;
    case 'prescriptions': return <PrescriptionList chart={chart} entries={entries.prescriptions} />;
    case 'dispenses': return <DispenseList chart={chart} entries={entries.dispenses} prescriptions={entries.prescriptions} />;
    case 'history': return <HistoryList entries={entries.history} />;
    case 'attachments': return <AttachmentList chart={chart} entries={entries.attachments} />;
    case 'reviews': return <ChartReviews chart={chart} reviews={entries.reviews} />;
  }
}
