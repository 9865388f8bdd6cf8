import { useQuery } from '@tanstack/react-query';
import { Columns, Page, PageHead, SideColumn, useHotkeys } from '@lianyi/ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useHost } from '../../client/useHost.ts';
import { useFormat } from '../../format/useFormat.ts';
import { useGo } from '../../navigation/useNavigation.ts';
import { PageFrame, type PageAction } from '../../shell/PageFrame.tsx';
import { useMayDo } from '../../shell/person.ts';
import { useQueueRequest } from '../../shell/queueRequest.ts';
import { useOpenVisit } from '../../shell/useOpenVisit.ts';
import { Unread } from '../../shell/Unread.tsx';
import { DueTable } from './DueTable.tsx';
import { FirstSyncBar } from './FirstSyncBar.tsx';
import { GlassNotice } from './GlassNotice.tsx';
import { LeaseBar } from './LeaseBar.tsx';
import { SeenTable } from './SeenTable.tsx';
import { StockAlerts } from './StockAlerts.tsx';
import { Takings } from './Takings.tsx';
import { UploadNotice } from './UploadNotice.tsx';
import { UploadStrip } from './UploadStrip.tsx';
import { WaitingTable } from './WaitingTable.tsx';
import { useLeaveQueue } from './useLeaveQueue.ts';
import './today.css';

/** The day of a clinic on one page: who waits, who was seen, what is due, what runs out, what was taken. */
export function TodayPage() {
  const { t } = useTranslation('today');
  const format = useFormat();
  const go = useGo();
  const queue = useQueueRequest((state) => state.open);
  const openVisit = useOpenVisit();
  const leave = useLeaveQueue();
  const mayVisit = useMayDo('encounter.write');
  const mayRegister = useMayDo('patient.write');
  const overview = useQuery(useHost().today.overview.queryOptions());
  const today = overview.data;
  const waiting = today?.waiting ?? [];
  const [chosenId, setChosenId] = useState<string | null>(null);
  const [dueIndex, setDueIndex] = useState(-1);

  const nextIndex = waiting.findIndex(({ entry }) => entry.state.name === 'waiting');
  const found = waiting.findIndex(({ entry }) => entry.id === chosenId);
  const index = found >= 0 ? found : nextIndex >= 0 ? nextIndex : waiting.length === 0 ? -1 : 0;
  const chosen = waiting[index];
  const due = today?.due[Math.max(0, dueIndex)];
  const choose = (to: number) => { setChosenId(waiting[to]?.entry.id ?? null); };
  const take = (at: number) => {
    const row = waiting[at];
    if (row === undefined || !mayVisit) return;
    if (row.entry.state.encounterId !== null) go({ name: 'visit', encounterId: row.entry.state.encounterId });
    else openVisit(row.entry.patientId, row.entry.id);
  };
  useHotkeys({
    '↓': () => { choose(Math.min(waiting.length - 1, index + 1)); },
    '↑': () => { choose(Math.max(0, index - 1)); },
    Delete: () => { if (chosen !== undefined && mayVisit) leave(chosen); },
  });

  const isChosenInVisit = chosen?.entry.state.name === 'inVisit';
  const takeLabel = chosen === undefined ? t('takeNobody') : t(isChosenInVisit ? 'continueVisit' : 'takeNext', { name: chosen.name });
  const actions: readonly PageAction[] = [
    { id: 'new', label: t('newPatient'), keys: 'F3', onPress: () => { go({ name: 'register' }); } },
    { id: 'queue', label: t('queue'), keys: 'F7', onPress: () => { queue(); } },
    { id: 'followUp', label: t('followUp'), keys: 'F6', onPress: () => { if (due === undefined) go({ name: 'followUps' }); else openVisit(due.patientId); } },
    { id: 'take', label: takeLabel, keys: 'Enter', isPrimary: true, isDisabled: chosen === undefined, onPress: () => { take(index); } },
  ];
  const allowed = actions.filter(({ id }) => (id === 'new' ? mayRegister : mayVisit));

  if (overview.isError && today === undefined) return <Unread title={t('title')} onAgain={() => { void overview.refetch(); }} />;
  return (
    <PageFrame title={t('title')} actions={allowed} moreKeys={[{ keys: '↑↓', words: t('choose') }, ...(chosen === undefined || !mayVisit ? [] : [{ keys: 'Del', words: t('leave', { name: chosen.name }) }])]}>
      <Columns template="minmax(0, 1fr) 540px" className="today">
        <Page>
          <PageHead title={t('title')} sub={`${format.shortDate(format.today)} ${format.weekday(format.today)}`} note={today === undefined || format.language !== 'zh' ? undefined : t('lunar', { lunar: today.lunar })} />
          <FirstSyncBar />
          <GlassNotice />
          <LeaseBar />
          <UploadNotice />
          <WaitingTable rows={today?.waiting} index={index} nextIndex={nextIndex} onIndexChange={choose} onOpen={take} onLeave={leave} mayVisit={mayVisit} onQueue={() => { queue(); }} />
          <SeenTable today={today} />
        </Page>
        <SideColumn className="today-side">
          <DueTable today={today} index={dueIndex} onIndexChange={setDueIndex} onOpen={(at) => { const row = today?.due[at]; if (row !== undefined) go({ name: 'chart', patientId: row.patientId }); }} />
          <div className="two">
            <StockAlerts alerts={today?.stockAlerts} />
            <Takings takings={today?.takings} />
          </div>
          <UploadStrip />
        </SideColumn>
      </Columns>
    </PageFrame>
  );
}
