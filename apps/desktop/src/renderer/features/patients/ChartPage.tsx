import { useQuery } from '@tanstack/react-query';
import { Page, Tabs, type ActionsState } from '@lianyi/ui';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MoveView } from '../../../contract/views.ts';
import type { ChartView } from '../../client/hostOutputs.ts';
import { useHost } from '../../client/useHost.ts';
import { useGo } from '../../navigation/useNavigation.ts';
import type { DrawAttachments } from '../../patient/attachmentsSlot.ts';
import { PageFrame, type PageAction } from '../../shell/PageFrame.tsx';
import { PatientBannerBar } from '../../shell/PatientBannerBar.tsx';
import { isComing } from '../../patient/NotHereYet.tsx';
import { useMayDo } from '../../shell/person.ts';
import { useQueueRequest } from '../../shell/queueRequest.ts';
import { Unanswered, Unread } from '../../shell/Unread.tsx';
import { useOpenVisit } from '../../shell/useOpenVisit.ts';
import { AwaitingUpdate } from './chart/AwaitingUpdate.tsx';
import { ChangesTab } from './chart/ChangesTab.tsx';
import { ChartDialogs } from './chart/ChartDialogs.tsx';
import type { ChartDialog } from './chart/dialogs.ts';
import { ElsewhereTab } from './chart/ElsewhereTab.tsx';
import { MoveNotice } from './chart/MoveNotice.tsx';
import { MedicationsTab } from './chart/MedicationsTab.tsx';
import { OverviewTab } from './chart/OverviewTab.tsx';
import { VisitsTab } from './chart/VisitsTab.tsx';
import './patients.css';

const tabs = ['overview', 'visits', 'medications', 'elsewhere', 'changes'] as const;
type TabName = (typeof tabs)[number];

/** A whole record: what is known, what was done here and elsewhere, and who changed what. */
export function ChartPage({ patientId, attachments }: { readonly patientId: string; readonly attachments: DrawAttachments }) {
  const { t } = useTranslation('patients');
  const host = useHost();
  const chart = useQuery(host.patients.chart.queryOptions({ patientId }));
  const move = useQuery(host.patients.lastMove.queryOptions({ patientId })).data ?? null;
  if (chart.isError && chart.data === undefined) return <Unread title={t('title')} onAgain={() => { void chart.refetch(); }} />;
  if (chart.data === null) return move === null ? <Unread title={t('title')} isMissing /> : <GoneChart move={move} />;
  if (chart.data === undefined) return <Unanswered title={t('title')} />;
  return <OpenChart chart={chart.data} move={move} attachments={attachments} />;
}

/** The record has left this PC: where to, and the way on. */
function GoneChart({ move }: { readonly move: MoveView }) {
  const { t } = useTranslation('patients');
  const shell = useTranslation('shell').t;
  const go = useGo();
  return (
    <PageFrame title={t('title')} actions={[{ id: 'today', label: shell('crashed.today'), keys: 'F8', isPrimary: true, onPress: () => { go({ name: 'today' }); } }]}>
      <Page><MoveNotice move={move} /></Page>
    </PageFrame>
  );
}

function OpenChart({ chart, move, attachments }: { readonly chart: ChartView; readonly move: MoveView | null; readonly attachments: DrawAttachments }) {
  const { t } = useTranslation('patients');
  const words = useTranslation('patient').t;
  const { patientId, name, isWaiting } = chart.banner;
  const panelId = useId();
  const queue = useQueueRequest((state) => state.open);
  const openVisit = useOpenVisit();
  const mayVisit = useMayDo('encounter.write');
  const mayWrite = useMayDo('patient.write');
  const [tab, setTab] = useState<TabName>('overview');
  const [dialog, setDialog] = useState<ChartDialog | null>(null);
  // At hand before the allergy dialog opens: its classes are there from its first moment.
  useQuery(useHost().catalogue.allergyClasses.queryOptions());
  const card = useQuery(useHost().patients.card.queryOptions({ patientId }));
  const start = mayVisit ? () => { openVisit(patientId); } : undefined;
  /** "0" says that there are none, which nobody knows before all has come. */
  const known = (entries: readonly unknown[]): number | undefined => (entries.length === 0 && isComing(chart.banner) ? undefined : entries.length);
  const counts: Readonly<Record<TabName, number | undefined>> = {
    overview: undefined, visits: known(chart.encounters), medications: known(chart.medications), elsewhere: known(chart.history), changes: known(chart.changes),
  };
  const actions: readonly PageAction[] = [
    ...(mayWrite ? [{ id: 'edit', label: t('edit'), keys: 'F4', onPress: () => { setDialog({ name: 'edit' }); } }] : []),
    ...(mayWrite ? [{ id: 'move', label: t('move'), keys: 'F6', isDisabled: move?.state === 'asked', onPress: () => { setDialog({ name: 'move' }); } }] : []),
    ...(mayWrite ? [chart.linked.length === 0
      ? { id: 'link', label: t('linkWith'), keys: 'F9', onPress: () => { setDialog({ name: 'link' }); } }
      : { id: 'unlink', label: t('unlink'), keys: 'F9', onPress: () => { setDialog({ name: 'unlink' }); } }] : []),
    ...(mayVisit ? [{ id: 'queue', label: t('queue'), keys: 'F7', onPress: () => { queue({ patientId, name }); } }] : []),
    ...(start === undefined ? [] : [{ id: 'visit', label: t('startVisit'), keys: 'F8', isPrimary: true, onPress: start }]),
  ];
  const waiting: readonly ActionsState[] = [{ id: 'waiting', icon: 'up', text: words('waiting') }];
  return (
    <PageFrame title={t('title')} actions={actions} states={isWaiting ? waiting : undefined}
      head={
        <>
          <PatientBannerBar banner={chart.banner} />
          <AwaitingUpdate awaitingUpdate={chart.awaitingUpdate} />
          {move !== null && <MoveNotice move={move} />}
          <Tabs label={t('tabs')} value={tab} onChange={setTab} panelId={panelId} tabs={tabs.map((id) => ({ id, label: t(`tab.${id}`), ...(counts[id] !== undefined && { count: counts[id] }) }))} />
        </>
      }>
      <div id={panelId} role="tabpanel" aria-labelledby={`${panelId}-${tab}`} className="tabpanel">
        {tab === 'overview' && <OverviewTab chart={chart} recent={card.data?.recent ?? []} onDialog={setDialog} attachments={attachments({ patientId, encounterId: null })} />}
        {tab === 'visits' && <VisitsTab chart={chart} onStart={start} />}
        {tab === 'medications' && <MedicationsTab chart={chart} />}
        {tab === 'elsewhere' && <ElsewhereTab chart={chart} />}
        {tab === 'changes' && <ChangesTab chart={chart} />}
      </div>
      <ChartDialogs chart={chart} dialog={dialog} onClose={() => { setDialog(null); }} />
    </PageFrame>
  );
}
