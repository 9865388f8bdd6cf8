import { useQuery } from '@tanstack/react-query';
import { Badge, Cell, Columns, DataTable, Empty, Page, PageHead, SegmentedTabs, SelectableRow, SideColumn, SkeletonRows, StatusText, useRowKeys } from '@lianyi/ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeviceRow } from '../../../src/reports/views.ts';
import { useCounty } from '../../client/useCounty.ts';
import { count } from '../../format/numbers.ts';
import { useFormat } from '../../format/useFormat.ts';
import { HeardWhen } from '../../live/HeardWhen.tsx';
import { isHeardToday } from '../../live/heard.ts';
import { useNavigation } from '../../navigation/useNavigation.ts';
import { DataAge } from '../../shell/DataAge.tsx';
import { LoadFailed } from '../../shell/LoadFailed.tsx';
import { useTitle } from '../../shell/useTitle.ts';
import { CodeButton } from './CodeButton.tsx';
import { ClockError, DiskFree } from './condition.tsx';
import { DeviceSide } from './DeviceSide.tsx';
import { StickButton } from './StickButton.tsx';
import './devices.css';

type Filter = 'all' | 'silent' | 'waitingOnly';

/** Every PC of the county: when it was heard, and what it had not sent by then. */
export function DevicesPage({ chosenId }: { readonly chosenId: string | null }) {
  const { t } = useTranslation('devices');
  const { now, language } = useFormat();
  const replace = useNavigation((at) => at.replace);
  useTitle(t('title'));
  const query = useQuery(useCounty().devices.list.queryOptions());
  const [filter, setFilter] = useState<Filter>('all');
  const all = query.data;
  const inFilter: Readonly<Record<Filter, (row: DeviceRow) => boolean>> = {
    all: () => true,
    silent: ({ status, lastHeardAt }) => status === 'active' && !isHeardToday(lastHeardAt, now),
    waitingOnly: ({ waiting }) => waiting > 0,
  };
  const rows = all?.filter(inFilter[filter]);
  const found = rows?.findIndex(({ id }) => id === chosenId) ?? -1;
  const index = rows === undefined || rows.length === 0 ? -1 : Math.max(0, found);
  const chosen = rows?.[index];
  const keys = useRowKeys({ count: rows?.length ?? 0, index, onIndexChange: (at) => { const to = rows?.[at]; if (to !== undefined) replace({ name: 'devices', deviceId: to.id }); } });
  const isEnglish = language === 'en';
  const columns = [
    { id: 'name', label: t('name'), width: isEnglish ? 112 : 140 }, { id: 'place', label: t('place') }, { id: 'status', label: t('status'), width: isEnglish ? 130 : 104 },
    { id: 'heard', label: t('heard'), width: isEnglish ? 190 : 178 }, { id: 'waiting', label: t('waiting'), width: isEnglish ? 92 : 64, align: 'right' as const },
    { id: 'disk', label: t('disk'), width: isEnglish ? 68 : 72, align: 'right' as const }, { id: 'clock', label: t('clock'), width: isEnglish ? 72 : 76, align: 'right' as const }, { id: 'quarantined', label: t('quarantined'), width: isEnglish ? 84 : 56, align: 'right' as const }, { id: 'version', label: t('version'), width: 56, align: 'right' as const },
  ];
  if (query.isError && all === undefined) return <LoadFailed error={query.error} onAgain={() => { void query.refetch(); }} />;
  return (
    <>
      <div className="headline"><PageHead title={t('title')} sub={all === undefined ? undefined : t('sub', { count: all.length })} more={<DataAge at={query.dataUpdatedAt} />} /></div>
      <Columns template="minmax(0, 1fr) 320px">
        <Page>
          <div className="filterline">
            <SegmentedTabs label={t('filter')} value={filter} onChange={setFilter} options={(['all', 'silent', 'waitingOnly'] as const).map((id) => ({ id, label: t(id), count: all?.filter(inFilter[id]).length ?? 0, isPlain: id === 'all' }))} />
            <span className="dim small">{t('asOf')}</span>
            <CodeButton />
          </div>
          {all?.length === 0 ? <Empty icon="pc" title={t('empty')}>{t('emptyNext')}</Empty> : (
            <DataTable label={t('list')} columns={columns} rows={keys}>
              {rows === undefined ? <SkeletonRows columns={columns.map(({ id, width }) => ({ id, width: width === undefined ? '60%' : width * 0.6 }))} rows={6} />
                : rows.map((row, at) => <DeviceLine key={row.id} row={row} keys={keys.row(at)} />)}
            </DataTable>
          )}
          <StickButton />
        </Page>
        <SideColumn aria-label={t('chosen')}>{chosen !== undefined && <DeviceSide device={chosen} />}</SideColumn>
      </Columns>
    </>
  );
}

function DeviceLine({ row, keys }: { readonly row: DeviceRow; readonly keys: ReturnType<ReturnType<typeof useRowKeys>['row']> }) {
  return (
    <SelectableRow {...keys}>
      <Cell isCut><span className="nm">{row.name}</span></Cell>
      <Cell isCut>{row.organisation.name}</Cell>
      <Cell isCut><DeviceStatus row={row} /></Cell>
      <Cell isCut><HeardWhen at={row.lastHeardAt} isExpected={row.status === 'active'} /></Cell>
      <Cell align="right">{row.waiting === 0 ? <span className="dim">0</span> : <b className="is-warn">{count(row.waiting)}</b>}</Cell>
      <Cell align="right" isCut><DiskFree condition={row.condition} /></Cell>
      <Cell align="right" isCut><ClockError condition={row.condition} /></Cell>
      <Cell align="right">{row.quarantined === 0 ? <span className="dim">0</span> : <b className="is-warn">{row.quarantined}</b>}</Cell>
      <Cell align="right" className="sub" isCut>{row.appVersion === '' ? '—' : row.appVersion}</Cell>
    </SelectableRow>
  );
}

function DeviceStatus({ row: { status, forkedAt, gaps, trouble, purgedAt, hasCome } }: { readonly row: DeviceRow }) {
  const { t } = useTranslation('devices');
  if (forkedAt !== null) return <Badge tone="danger" icon="stop">{t('forked')}</Badge>;
  if (gaps.length > 0) return <Badge tone="danger" icon="stop">{t('gap')}</Badge>;
  if (status === 'active' && trouble !== null) return <StatusText tone="warn" icon="warn">{t('troubled')}</StatusText>;
  if (!hasCome) return <StatusText tone="warn" icon="warn">{t('notCome')}</StatusText>;
  if (status === 'active') return <span className="sub">{t('statusOf.active')}</span>;
  if (purgedAt !== null) return <StatusText tone="plain" icon="ok">{t('purged')}</StatusText>;
  return <StatusText tone={status === 'stolen' ? 'danger' : 'plain'} icon={status === 'stolen' ? 'stop' : 'minus'}>{t(`statusOf.${status}`)}</StatusText>;
}
