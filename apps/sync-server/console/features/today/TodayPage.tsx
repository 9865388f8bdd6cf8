import { useQuery } from '@tanstack/react-query';
import { Columns, Empty, PageHead } from '@lianyi/ui';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TodoRow } from '../../../src/reports/views.ts';
import { useCounty } from '../../client/useCounty.ts';
import { useFormat } from '../../format/useFormat.ts';
import { useStandings } from '../../live/standingsStore.ts';
import type { Page } from '../../navigation/pages.ts';
import { useGo } from '../../navigation/useNavigation.ts';
import { LoadFailed } from '../../shell/LoadFailed.tsx';
import { useMayOpen, usePerson } from '../../shell/person.ts';
import { useTitle } from '../../shell/useTitle.ts';
import { CountyMap } from './CountyMap.tsx';
import { CountyTiles, Completeness } from './CountyTiles.tsx';
import { HeardLanes } from './HeardLanes.tsx';
import { TodoTable } from './TodoTable.tsx';
import { townshipsOf } from './townships.ts';
import './today.css';

/** The county's day on one page: how much was done, who is silent, what somebody has to look at. */
export function TodayPage() {
  const { t } = useTranslation('today');
  const format = useFormat();
  const go = useGo();
  const person = usePerson();
  useTitle(t('title'));
  const overview = useQuery(useCounty().today.queryOptions(undefined, { refetchInterval: 60_000 }));
  const standings = useStandings(({ rows }) => rows);
  const today = overview.data;
  // Of a county without a PC, or one not yet known here, nobody can say that all were heard.
  const hasPcs = standings?.some(({ devices }) => devices > 0) === true;
  const [index, setIndex] = useState(0);
  const townships = useMemo(() => (standings === null ? null : townshipsOf(standings, format.now)), [standings, format.now]);
  const chosen = today?.todo[index];
  const chosenTownship = townships?.find(({ members }) => members.some(({ id }) => id === chosen?.organisation?.id));

  const mayOpen = useMayOpen();
  const openTodo = (row: TodoRow) => { if (mayOpen(pageOf(row))) go(pageOf(row)); };
  const day = today?.day ?? format.today;
  return (
    <>
      <div className="headline">
        <PageHead title={t('title')} sub={`${today?.countyName ?? person.countyName} · ${format.shortDate(day)} ${format.weekday(day)}`} more={today === undefined || !hasPcs ? undefined : <Completeness today={today} />} />
      </div>
      <div className="county">
        {overview.isError && today === undefined ? <LoadFailed error={overview.error} onAgain={() => { void overview.refetch(); }} />
          : <CountyTiles today={today} waitingInstitutions={standings?.filter(({ waiting }) => waiting > 0).length} />}
        <Columns template="552px minmax(0, 1fr)">
          {townships?.length === 0
            ? <section className="mapside"><Empty icon="home" title={t('noTownships')}>{t('noTownshipsNext')}</Empty></section>
            : <CountyMap townships={townships} chosenId={chosenTownship?.id ?? null} onOpen={(orgId) => { go({ name: 'organisations', orgId }); }} />}
          <div className="countywork">
            <TodoTable today={today} loadedAt={overview.dataUpdatedAt} index={index} onIndexChange={setIndex} onOpen={openTodo} mayOpen={(row) => mayOpen(pageOf(row))} />
            <HeardLanes standings={standings} />
          </div>
        </Columns>
      </div>
    </>
  );
}

function pageOf(row: TodoRow): Page {
  switch (row.kind) {
    case 'review': return { name: 'reviews', list: 'open', chosenId: row.id };
    case 'quarantined': return { name: 'reviews', list: 'quarantined', chosenId: row.id };
    case 'silentDevice':
    case 'chainGap':
    case 'stolenHeard':
    case 'forkedDevice': return { name: 'devices', deviceId: row.id };
  }
}
