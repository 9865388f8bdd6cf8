import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Alert, DataTable, Empty, Page, PageHead, SkeletonRows, useRowKeys, useSettled } from '@lianyi/ui';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { countyFailure } from '../../client/countyFailure.ts';
import { useCounty } from '../../client/useCounty.ts';
import { useFormat } from '../../format/useFormat.ts';
import { useStandings } from '../../live/standingsStore.ts';
import type { Page as ConsolePage } from '../../navigation/pages.ts';
import { useGo } from '../../navigation/useNavigation.ts';
import { useFind } from '../../shell/find.ts';
import { useTitle } from '../../shell/useTitle.ts';
import { findPlaces } from './findPlaces.ts';
import { DeviceLine, GroupLine, InstitutionLine, PatientLine } from './foundLines.tsx';
import './patients.css';

/** A pause of somebody who types. */
const pauseMs = 200;
/** The county answers with no more. */
const mostPatients = 50;

/** What the find box found: the county's patients, and the institutions and PCs that this browser knows. */
export function PatientsPage({ query }: { readonly query: string }) {
  const { t } = useTranslation('patients');
  const { language } = useFormat();
  const go = useGo();
  const county = useCounty();
  useTitle(t('title'));
  const wanted = query.trim();
  const asked = useSettled(wanted, pauseMs);
  const search = useQuery({ ...county.patients.search.queryOptions({ query: asked }), enabled: asked !== '', placeholderData: keepPreviousData });
  const standings = useStandings(({ rows }) => rows);
  const devices = useQuery({ ...county.devices.list.queryOptions(), enabled: wanted !== '' }).data;
  const places = useMemo(() => findPlaces(wanted, standings ?? [], devices ?? []), [wanted, standings, devices]);
  const people = wanted === '' ? [] : search.data ?? [];
  const isAnswered = wanted === asked && (search.isSuccess || search.isError) && !search.isPlaceholderData;

  const targets: readonly ConsolePage[] = [
    ...people.map(({ id }) => ({ name: 'chart' as const, patientId: id })),
    ...places.institutions.map(({ id }) => ({ name: 'organisations' as const, orgId: id })),
    ...places.devices.map(({ id }) => ({ name: 'devices' as const, deviceId: id })),
  ];
  // Other words, other rows: the choice is the first again.
  const [chosen, setChosen] = useState({ wanted: '', index: 0 });
  const at = Math.min(chosen.wanted === wanted ? chosen.index : 0, targets.length - 1);
  const keys = useRowKeys({ count: targets.length, index: at, onIndexChange: (index) => { setChosen({ wanted, index }); }, onOpen: (row) => { const to = targets[row]; if (to !== undefined) go(to); }, search: { typed: wanted, isBehind: wanted !== '' && !isAnswered } });
  useFindResults(wanted === '' ? null : { countText: isAnswered ? people.length >= mostPatients ? t('foundMost', { count: people.length }) : t('found', { count: targets.length }) : null, keys });

  const columns = [
    { id: 'name', label: t('name'), width: 150 }, { id: 'sexAge', label: t('sexAge'), width: 84 }, { id: 'number', label: t('number'), width: 178 }, { id: 'phone', label: t('phone'), width: 122 },
    { id: 'village', label: t('village') }, { id: 'home', label: t('home'), width: 136 }, { id: 'last', label: t('lastVisit'), width: language === 'zh' ? 150 : 170, align: 'right' as const }, { id: 'matched', label: t('matched'), width: language === 'zh' ? 60 : 96, align: 'right' as const },
  ];
  return (
    <>
      <div className="headline"><PageHead title={t('title')} sub={t('sub')} more={people.length >= mostPatients ? t('fifty') : t('readOnly')} /></div>
      <Page>
        {wanted !== '' && search.isError && <Alert tone="warn" title={countyFailure(search.error) === 'unreachable' ? t('offline') : t('emptyNext')} />}
        {wanted === '' ? <Empty icon="search" title={t('start')}>{t('startNext')}</Empty>
          : isAnswered && targets.length === 0 && !search.isError ? <Empty icon="search" title={t('empty', { query: wanted })}>{t('emptyNext')}</Empty> : (
            <DataTable label={t('results')} columns={columns} rows={keys} className="found">
              {!isAnswered && people.length === 0 ? <SkeletonRows columns={columns.map(({ id, width }) => ({ id, width: width === undefined ? '60%' : width * 0.6 }))} rows={4} />
                : people.map((row, row_) => <PatientLine key={row.id} row={row} keys={keys.row(row_)} />)}
              {places.institutions.length > 0 && <GroupLine columns={columns.length}>{t('places')}</GroupLine>}
              {places.institutions.map((row, row_) => <InstitutionLine key={row.id} row={row} columns={columns.length} keys={keys.row(people.length + row_)} />)}
              {places.devices.length > 0 && <GroupLine columns={columns.length}>{t('devices')}</GroupLine>}
              {places.devices.map((row, row_) => <DeviceLine key={row.id} row={row} columns={columns.length} keys={keys.row(people.length + places.institutions.length + row_)} />)}
            </DataTable>
          )}
      </Page>
    </>
  );
}

/** Lends the list's keys to the find box, in which the caret stays. */
function useFindResults(found: { readonly countText: string | null; readonly keys: ReturnType<typeof useRowKeys> } | null): void {
  const setResults = useFind((state) => state.setResults);
  useEffect(() => {
    setResults(found === null ? null : { countText: found.countText, listId: found.keys.tableId, activeRowId: found.keys.activeRowId, onRowKey: found.keys.onKeyDown });
  });
  useEffect(() => () => { setResults(null); }, [setResults]);
}
