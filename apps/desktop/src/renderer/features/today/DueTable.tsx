import { Cell, DataTable, LinkButton, SectionHead, SelectableRow, SkeletonRows, useRowKeys } from '@lianyi/ui';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import type { TodayView } from '../../../contract/views.ts';
import { useIsComing } from '../../client/useLine.ts';
import { useFormat } from '../../format/useFormat.ts';
import { useGo } from '../../navigation/useNavigation.ts';
import { DueWhen, LastResult } from './dueWords.tsx';
import { isLongWhen } from './isLongWhen.ts';

/** As many as stand beside the rest of the day. */
const firstRows = 7;

export interface DueTableProps {
  readonly today: TodayView | undefined;
  readonly index: number;
  readonly onIndexChange: (index: number) => void;
  readonly onOpen: (index: number) => void;
}

export function DueTable({ today, index, onIndexChange, onOpen }: DueTableProps) {
  const { t } = useTranslation('today');
  const programme = useTranslation('patient').t;
  const format = useFormat();
  const go = useGo();
  const isComing = useIsComing();
  const rows = today?.due.slice(0, firstRows);
  const keys = useRowKeys({ count: rows?.length ?? 0, index, onIndexChange, onOpen });
  const isLong = rows?.some((row) => isLongWhen(row, format.today)) ?? false;
  const whenWidth = isLong ? { zh: 182, en: 170 } : { zh: 146, en: 164 };
  const columns = [
    { id: 'name', label: t('name'), width: 64 }, { id: 'sexAge', label: t('sexAge'), width: 62 }, { id: 'programme', label: t('programme'), width: format.language === 'en' ? 114 : isLong ? 78 : 82 },
    { id: 'last', label: t('last') }, { id: 'dueOn', label: t('dueOn'), width: whenWidth[format.language], align: 'right' as const },
  ];
  return (
    <section aria-labelledby="due" className="due">
      <SectionHead id="due" title={t('due')} count={today === undefined ? undefined : <DueCounts today={today} isComing={isComing} />} more={<LinkButton onClick={() => { go({ name: 'followUps' }); }}>{t('all')}</LinkButton>} />
      {isComing && <p className="none">{t('dueMeanwhile')}</p>}
      {rows?.length === 0 ? !isComing && <p className="none"><b className="sub">{t('noneDue')}</b> {t('noneDueNext')}</p> : (
        <DataTable label={t('due')} columns={columns} rows={keys}>
          {rows === undefined ? <SkeletonRows columns={columns.map(({ id, width }) => ({ id, width: width === undefined ? '60%' : width * 0.6 }))} rows={4} /> : rows.map((row, at) => (
            <SelectableRow key={`${row.patientId}-${row.programme}`} {...keys.row(at)}>
              <Cell isCut><span className="nm">{row.name}</span></Cell>
              <Cell className="sub">{format.sexYears(row.sex, row.ageYears)}</Cell>
              <Cell isCut>{programme(`programme.${row.programme}`)}</Cell>
              <Cell className="sub" isCut><LastResult row={row} /></Cell>
              <Cell align="right"><DueWhen row={row} /></Cell>
            </SelectableRow>
          ))}
        </DataTable>
      )}
    </section>
  );
}

/** Before all has come nobody knows of any that there are none. */
function DueCounts({ today, isComing }: { readonly today: TodayView; readonly isComing: boolean }) {
  const { t } = useTranslation('today');
  const counts = [
    (today.dueToday > 0 || !isComing) && { id: 'today', words: t('dueToday', { count: today.dueToday }) },
    today.overdue > 0 && { id: 'overdue', words: <b className="is-warn">{t('overdue', { count: today.overdue })}</b> },
    today.dueThisWeek > 0 && { id: 'week', words: t('dueWeek', { count: today.dueThisWeek }) },
  ].filter((count) => count !== false);
  return counts.map(({ id, words }, at) => <Fragment key={id}>{at > 0 && ' · '}{words}</Fragment>);
}
