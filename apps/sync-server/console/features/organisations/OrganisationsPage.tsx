import { useQuery } from '@tanstack/react-query';
import { Cell, Columns, DataTable, Empty, Page, PageHead, SelectableRow, SideColumn, SkeletonRows, useRowKeys } from '@lianyi/ui';
import { isCapability } from '@lianyi/schema/codes/capabilities';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useCounty } from '../../client/useCounty.ts';
import { count } from '../../format/numbers.ts';
import { useFormat } from '../../format/useFormat.ts';
import { CopyAge } from '../../live/CopyAge.tsx';
import { HeardWhen } from '../../live/HeardWhen.tsx';
import { useStandings } from '../../live/standingsStore.ts';
import { useNavigation } from '../../navigation/useNavigation.ts';
import { useMayDo } from '../../shell/person.ts';
import { useTitle } from '../../shell/useTitle.ts';
import { OrganisationRecord } from './OrganisationRecord.tsx';
import { OrganisationSide } from './OrganisationSide.tsx';
import { treeOf } from './tree.ts';
import './organisations.css';

/** The tree of institutions from this browser's copy, with or without a line; the counts of their records from the county. */
export function OrganisationsPage({ orgId }: { readonly orgId: string | null }) {
  const { t } = useTranslation('organisations');
  const shell = useTranslation('shell').t;
  const { language } = useFormat();
  const replace = useNavigation((at) => at.replace);
  useTitle(t('title'));
  const standings = useStandings(({ rows }) => rows);
  const mayRead = useMayDo('directory.read');
  const counts = useQuery(useCounty().organisations.list.queryOptions()).data;
  const entries = useQuery(useCounty().directory.organisations.queryOptions(undefined, { enabled: mayRead })).data;
  const entriesById = useMemo(() => new Map((entries ?? []).map((entry) => [entry.id, entry])), [entries]);
  const countsById = useMemo(() => new Map((counts ?? []).map((row) => [row.id, row])), [counts]);
  const rows = useMemo(() => (standings === null ? null : treeOf(standings)), [standings]);
  const index = Math.max(0, rows?.findIndex(({ row }) => row.id === orgId) ?? 0);
  const chosen = rows?.[index]?.row;
  const chosenEntry = entriesById.get(chosen?.id ?? '');
  const keys = useRowKeys({ count: rows?.length ?? 0, index, onIndexChange: (at) => { const to = rows?.[at]; if (to !== undefined) replace({ name: 'organisations', orgId: to.row.id }); } });
  const isEnglish = language === 'en';
  const columns = [
    { id: 'name', label: t('name') }, { id: 'type', label: t('type'), width: isEnglish ? 112 : 72 }, { id: 'devices', label: t('devices'), width: 48, align: 'right' as const },
    { id: 'heard', label: t('heard'), width: isEnglish ? 196 : 178 }, { id: 'waiting', label: t('waiting'), width: isEnglish ? 86 : 64, align: 'right' as const },
    { id: 'patients', label: t('patients'), width: 72, align: 'right' as const }, { id: 'visits', label: t('visitsToday'), width: isEnglish ? 82 : 72, align: 'right' as const },
    { id: 'reviews', label: t('reviews'), width: isEnglish ? 76 : 64, align: 'right' as const },
  ];
  return (
    <>
      <div className="headline">
        <PageHead title={t('title')} sub={rows === null ? undefined : t('sub', { institutions: count(rows.length), devices: count(rows.reduce((sum, { row }) => sum + row.devices, 0)) })} more={<CopyAge />} />
      </div>
      <Columns template="minmax(0, 1fr) 320px">
        <Page>
          {rows?.length === 0 ? <Empty icon="home" title={t('empty')}>{t('emptyNext')}</Empty> : (
            <DataTable label={t('list')} columns={columns} rows={keys} className="orgtree">
              {rows === null ? <SkeletonRows columns={columns.map(({ id, width }) => ({ id, width: width === undefined ? '60%' : width * 0.6 }))} rows={7} /> : rows.map(({ row, depth }, at) => {
                const more = countsById.get(row.id);
                return (
                  <SelectableRow key={row.id} {...keys.row(at)}>
                    <Cell isCut title={row.name}><span style={{ paddingLeft: depth * 20 }} className={row.type === 'village' ? undefined : 'upper'}>{row.shortName}</span>{entriesById.get(row.id)?.closedOn != null && <span className="dim"> · {t('closedMark')}</span>}{entriesById.get(row.id)?.capabilities.map((code) => isCapability(code) && <span key={code} className="dim small"> · {t(`capabilityShort.${code}`)}</span>)}</Cell>
                    <Cell isCut className="sub">{shell(`orgType.${row.type}`)}</Cell>
                    <Cell align="right">{row.devices === 0 ? <span className="dim">{shell('none')}</span> : row.devices}</Cell>
                    <Cell isCut><HeardWhen at={row.lastHeardAt} isExpected={row.devices > 0} /></Cell>
                    <Cell align="right">{row.waiting === 0 ? <span className="dim">0</span> : <b className="is-warn">{count(row.waiting)}</b>}</Cell>
                    <Cell align="right">{more === undefined ? <span className="dim">{shell('none')}</span> : more.patients === 0 ? <span className="dim">0</span> : count(more.patients)}</Cell>
                    <Cell align="right">{row.visitsToday === 0 ? <span className="dim">0</span> : count(row.visitsToday)}</Cell>
                    <Cell align="right">{more === undefined ? <span className="dim">{shell('none')}</span> : more.openReviews + more.quarantined === 0 ? <span className="dim">0</span> : <b className="is-warn">{more.openReviews + more.quarantined}</b>}</Cell>
                  </SelectableRow>
                );
              })}
            </DataTable>
          )}
        </Page>
        <SideColumn aria-label={t('chosen')}>
          {chosen !== undefined && <OrganisationSide standing={chosen} more={countsById.get(chosen.id)} parent={standings?.find(({ id }) => id === chosen.parentId)}
            record={chosenEntry === undefined ? null : <OrganisationRecord key={chosen.id} entry={chosenEntry} all={entries ?? []} onChosen={(id) => { replace({ name: 'organisations', orgId: id }); }} />} />}
        </SideColumn>
      </Columns>
    </>
  );
}
