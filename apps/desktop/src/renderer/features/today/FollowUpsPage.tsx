import { useQuery } from '@tanstack/react-query';
import { Button, Cell, DataTable, Empty, Page, PageHead, SegmentedTabs, SelectableRow, SkeletonRows, useHotkeys, useRowKeys } from '@lianyi/ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DueRow } from '../../../contract/views.ts';
import { useHost } from '../../client/useHost.ts';
import { useIsComing, useKnownCount } from '../../client/useLine.ts';
import { useFormat } from '../../format/useFormat.ts';
import { useGo } from '../../navigation/useNavigation.ts';
import { PageFrame, type PageAction } from '../../shell/PageFrame.tsx';
import { useMayDo } from '../../shell/person.ts';
import { Unread } from '../../shell/Unread.tsx';
import { useOpenVisit } from '../../shell/useOpenVisit.ts';
import { DueWhen, LastResult } from './dueWords.tsx';
import './today.css';

const filters = ['all', 'overdue', 'today', 'week'] as const;
type Filter = (typeof filters)[number];

const isShown: Readonly<Record<Filter, (row: DueRow) => boolean>> = {
  all: () => true,
  overdue: ({ inDays }) => inDays < 0,
  today: ({ inDays }) => inDays === 0,
  week: ({ inDays }) => inDays > 0 && inDays <= 7,
};

/** Everybody whose follow-up falls due; F6 begins the visit in which it is done. */
export function FollowUpsPage() {
  const { t } = useTranslation('today');
  const programme = useTranslation('patient').t;
  const format = useFormat();
  const go = useGo();
  const openVisit = useOpenVisit();
  const mayVisit = useMayDo('encounter.write');
  const overview = useQuery(useHost().today.overview.queryOptions());
  const isComing = useIsComing();
  const known = useKnownCount();
  const [filter, setFilter] = useState<Filter>('all');
  const [index, setIndex] = useState(0);
  const due = overview.data?.due;
  const rows = due?.filter(isShown[filter]);
  const chosen = rows?.[Math.min(index, rows.length - 1)];
  const openChart = () => { if (chosen !== undefined) go({ name: 'chart', patientId: chosen.patientId }); };
  const followUp = () => { if (chosen !== undefined) openVisit(chosen.patientId); };
  const keys = useRowKeys({ count: rows?.length ?? 0, index, onIndexChange: setIndex, onOpen: openChart });

  const last = (rows?.length ?? 0) - 1;
  useHotkeys({ '↓': () => { setIndex(Math.min(last, index + 1)); }, '↑': () => { setIndex(Math.max(0, index - 1)); } });

  if (overview.isError && due === undefined) return <Unread title={t('followUpsTitle')} onAgain={() => { void overview.refetch(); }} />;
  const columns = [
    { id: 'name', label: t('name'), width: 110 }, { id: 'sexAge', label: t('sexAge'), width: 90 }, { id: 'programme', label: t('programme'), width: 150 },
    { id: 'last', label: t('last') }, { id: 'lastOn', label: t('lastOn'), width: 110 }, { id: 'dueOn', label: t('dueOn'), width: 180, align: 'right' as const },
  ];
  const words = { all: t('filterAll'), overdue: t('filterOverdue'), today: t('filterToday'), week: t('filterWeek') };
  const actions: readonly PageAction[] = [
    { id: 'chart', label: t('openChart'), keys: 'Enter', onPress: openChart, isDisabled: chosen === undefined },
    ...(mayVisit ? [{ id: 'do', label: chosen === undefined ? t('followUp') : t('doFor', { name: chosen.name }), keys: 'F6', isPrimary: true, isDisabled: chosen === undefined, onPress: followUp }] : []),
  ];
  return (
    <PageFrame title={t('followUpsTitle')} actions={actions} moreKeys={[{ keys: '↑↓', words: t('choose') }]}>
      <Page className="today due">
        <PageHead title={t('followUpsTitle')} sub={overview.data === undefined || isComing ? '' : t('followUpsSub', { today: overview.data.dueToday, overdue: overview.data.overdue, week: overview.data.dueThisWeek })} />
        {isComing && <p className="none">{t('dueMeanwhile')}</p>}
        <SegmentedTabs label={t('filter')} value={filter} onChange={(to) => { setFilter(to); setIndex(0); }}
          options={filters.map((id) => ({ id, label: words[id], count: known(due?.filter(isShown[id]).length), isPlain: id === 'all' }))} />
        {rows?.length === 0 ? !isComing && (
          <Empty icon="follow" title={t('noneDue')} action={filter === 'all' ? undefined : <Button onClick={() => { setFilter('all'); }}>{t('filterAll')}</Button>}>{t('noneDueNext')}</Empty>
        ) : (
          <DataTable label={t('followUpsTitle')} columns={columns} rows={keys}>
            {rows === undefined ? <SkeletonRows columns={columns.map(({ id, width }) => ({ id, width: width === undefined ? '50%' : width * 0.6 }))} rows={6} /> : rows.map((row, at) => (
              <SelectableRow key={`${row.patientId}-${row.programme}`} {...keys.row(at)}>
                <Cell isCut><span className="nm">{row.name}</span></Cell>
                <Cell className="sub">{format.sexYears(row.sex, row.ageYears)}</Cell>
                <Cell isCut>{programme(`programme.${row.programme}`)}</Cell>
                <Cell className="sub" isCut><LastResult row={row} /></Cell>
                <Cell className="dim">{row.last === null ? '' : format.looseDate(row.last.on)}</Cell>
                <Cell align="right"><DueWhen row={row} /></Cell>
              </SelectableRow>
            ))}
          </DataTable>
        )}
      </Page>
    </PageFrame>
  );
}
