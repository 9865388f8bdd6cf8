import { useQuery } from '@tanstack/react-query';
import { Alert, Badge, Cell, Columns, DataTable, Empty, KeyValues, Page, PageHead, SegmentedTabs, SelectableRow, SideColumn, SkeletonRows, StatusText, useRowKeys } from '@lianyi/ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeviceRow } from '../../../src/reports/views.ts';
import { useCounty } from '../../client/useCounty.ts';
import { count } from '../../format/numbers.ts';
import { useFormat } from '../../format/useFormat.ts';
import { HeardWhen } from '../../live/HeardWhen.tsx';
import { heardLane, isHeardToday } from '../../live/heard.ts';
import { useNavigation } from '../../navigation/useNavigation.ts';
import { DataAge } from '../../shell/DataAge.tsx';
import { LoadFailed } from '../../shell/LoadFailed.tsx';
import { useTitle } from '../../shell/useTitle.ts';
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
    { id: 'name', label: t('name'), width: isEnglish ? 150 : 140 }, { id: 'place', label: t('place') }, { id: 'status', label: t('status'), width: isEnglish ? 112 : 104 },
    { id: 'heard', label: t('heard'), width: isEnglish ? 196 : 178 }, { id: 'waiting', label: t('waiting'), width: isEnglish ? 92 : 64, align: 'right' as const },
    { id: 'bundles', label: t('bundles'), width: 72, align: 'right' as const }, { id: 'quarantined', label: t('quarantined'), width: isEnglish ? 84 : 56, align: 'right' as const }, { id: 'version', label: t('version'), width: 72, align: 'right' as const },
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
      <Cell align="right">{count(row.bundles)}</Cell>
      <Cell align="right">{row.quarantined === 0 ? <span className="dim">0</span> : <b className="is-warn">{row.quarantined}</b>}</Cell>
      <Cell align="right" className="sub" isCut>{row.appVersion === '' ? '—' : row.appVersion}</Cell>
    </SelectableRow>
  );
}

function DeviceStatus({ row: { status, forkedAt, gaps } }: { readonly row: DeviceRow }) {
  const { t } = useTranslation('devices');
  if (forkedAt !== null) return <Badge tone="danger" icon="stop">{t('forked')}</Badge>;
  if (gaps.length > 0) return <Badge tone="danger" icon="stop">{t('gap')}</Badge>;
  if (status === 'active') return <span className="sub">{t('statusOf.active')}</span>;
  return <StatusText tone={status === 'stolen' ? 'danger' : 'plain'} icon={status === 'stolen' ? 'stop' : 'minus'}>{t(`statusOf.${status}`)}</StatusText>;
}

function DeviceSide({ device }: { readonly device: DeviceRow }) {
  const { t } = useTranslation('devices');
  const format = useFormat();
  return (
    <>
      <h2 className="sidetitle">{device.name}</h2>
      <p className="sub">{device.organisation.name}</p>
      {device.forkedAt !== null && <Alert title={t('forked')}>{t('forkedNote', { when: format.moment(device.forkedAt) })}</Alert>}
      {device.gaps.map(({ lane, number, behind, since }) => (
        <Alert key={lane} title={t('gap')}>{t('gapNote', { lane: t(`lane.${lane}`), number, behind, since: format.moment(since) })}</Alert>
      ))}
      {device.status === 'active' && heardLane(device.lastHeardAt, format.now) === 'longer' && <p className="deviceadvice is-warn">{t('silentNote')}</p>}
      <KeyValues className="sidefacts" items={[
        { key: 'heard', label: t('heard'), value: <HeardWhen at={device.lastHeardAt} /> },
        { key: 'waiting', label: t('waiting'), value: device.waiting },
        { key: 'bundles', label: t('bundles'), value: t('bundlesNote', { count: device.bundles }) },
        { key: 'quarantined', label: t('quarantined'), value: device.quarantined },
        ...device.lostGaps.map(({ lane, firstNumber, lastNumber, reason }) => ({
          key: `lost ${lane} ${firstNumber}`, label: t('lostGaps'),
          value: t('lostGap', { lane: t(`lane.${lane}`), numbers: firstNumber === lastNumber ? firstNumber : `${firstNumber}–${lastNumber}`, reason }),
        })),
        { key: 'compared', label: t('compared'), value: device.check === null ? t('comparedNever') : format.moment(device.check.at) },
        ...(device.check?.differed ? [{ key: 'differed', label: t('differed'), value: t('differedNote', { ...device.check.differed, when: format.moment(device.check.differed.at) }) }] : []),
        { key: 'version', label: t('version'), value: device.appVersion === '' ? '—' : device.appVersion },
        ...(device.status === 'purge' ? [{ key: 'purged', label: t('purgedAt'), value: device.purgedAt === null ? t('purgeWaits') : format.moment(device.purgedAt) }] : []),
        { key: 'enrolled', label: t('enrolledAt'), value: format.moment(device.enrolledAt) },
        { key: 'id', label: t('id'), value: <span className="code bundleid">{device.id}</span> },
      ]} />
    </>
  );
}
