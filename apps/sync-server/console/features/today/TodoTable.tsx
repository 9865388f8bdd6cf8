import { Cell, DataTable, Empty, Icon, Key, LinkButton, SectionHead, SelectableRow, SkeletonRows, useRowKeys, type IconName, type Tone } from '@lianyi/ui';
import { useTranslation } from 'react-i18next';
import type { TodayView, TodoRow } from '../../../src/reports/views.ts';
import { clock } from '../../format/dates.ts';
import { useFormat } from '../../format/useFormat.ts';
import { useGo } from '../../navigation/useNavigation.ts';
import { useRecordWords } from '../../record/useRecordWords.ts';
import { DataAge } from '../../shell/DataAge.tsx';
import { useMayOpen } from '../../shell/person.ts';

/** As many as stand beside the map without scrolling; the rest is on the page of reviews. */
const rowsShown = 9;

export interface TodoTableProps {
  /** Undefined while loading. */
  readonly today: TodayView | undefined;
  /** When it was loaded, ms. */
  readonly loadedAt: number;
  readonly index: number;
  readonly onIndexChange: (index: number) => void;
  readonly onOpen: (row: TodoRow) => void;
  /** Whether the page that a row leads to is of use to whoever looks. */
  readonly mayOpen: (row: TodoRow) => boolean;
}

/** What somebody at the county should look at, by weight and then by time. */
export function TodoTable({ today, loadedAt, index, onIndexChange, onOpen, mayOpen }: TodoTableProps) {
  const { t } = useTranslation('today');
  const format = useFormat();
  const go = useGo();
  const mayOpenReviews = useMayOpen()({ name: 'reviews' });
  const rows = today?.todo.slice(0, rowsShown);
  const keys = useRowKeys({ count: rows?.length ?? 0, index, onIndexChange, onOpen: (at) => { const row = rows?.[at]; if (row !== undefined) onOpen(row); } });
  const isEnglish = format.language === 'en';
  const columns = [
    { id: 'time', label: t('time'), width: 62 }, { id: 'kind', label: t('kind'), width: isEnglish ? 152 : 116 }, { id: 'what', label: t('what') },
    { id: 'from', label: t('from'), width: 118 }, { id: 'state', label: t('state'), width: isEnglish ? 128 : 112, align: 'right' as const },
  ];
  const left = (today?.todo.length ?? 0) - rowsShown;
  return (
    <section aria-labelledby="todo">
      <SectionHead id="todo" title={t('todo')} count={today === undefined ? undefined : t('todoCount', { count: today.todo.length })} more={<DataAge at={loadedAt} />} />
      {rows?.length === 0 ? <Empty icon="ok" title={t('nothing')}>{t('nothingNext')}</Empty> : (
        <DataTable label={t('todo')} columns={columns} rows={keys}>
          {rows === undefined ? <SkeletonRows columns={columns.map(({ id, width }) => ({ id, width: width === undefined ? '70%' : width * 0.6 }))} rows={5} />
            : rows.map((row, at) => <TodoLine key={`${row.kind} ${row.id}`} row={row} keys={keys.row(at)} isOpenable={mayOpen(row)} />)}
        </DataTable>
      )}
      {left > 0 && <p className="none">{t('more', { count: left })}{mayOpenReviews && <> <LinkButton onClick={() => { go({ name: 'reviews' }); }}>{t('all')}</LinkButton></>}</p>}
    </section>
  );
}

function TodoLine({ row, keys, isOpenable }: { readonly row: TodoRow; readonly keys: ReturnType<ReturnType<typeof useRowKeys>['row']>; readonly isOpenable: boolean }) {
  const { t } = useTranslation('today');
  const record = useTranslation('record').t;
  const format = useFormat();
  const mark = markOf(row);
  const { about, what } = useTodoText(row);
  const state = row.kind === 'review' ? (row.weight === 1 ? t('toDoctor') : t('toReview')) : row.kind === 'silentDevice' ? t('toCall') : t('toIt');
  const isToday = format.now.getTime() - Date.parse(row.at) < 12 * 3_600_000;
  return (
    <SelectableRow {...keys}>
      <Cell className="dim" title={row.kind === 'review' ? t('savedAt', { moment: format.moment(row.at) }) : format.moment(row.at)}>{isToday ? clock(row.at) : format.since(row.at)}</Cell>
      <Cell isCut className={`kind is-${mark.tone}`}><Icon name={mark.icon} />{row.kind === 'review' ? record(`review.${row.reason as 'unitConflict'}`) : t(`kindOf.${row.kind}`)}</Cell>
      <Cell isCut title={`${about} ${what}`}><b>{about}</b> <span className="sub">{what}</span></Cell>
      <Cell isCut className="sub" title={row.organisation?.name}>{row.organisation?.name}</Cell>
      <Cell align="right">{keys.isSelected ? <><b className={`is-${mark.tone}`}>{state}</b>{isOpenable && <> <Key>Enter</Key></>}</> : <span className="sub">{state}</span>}</Cell>
    </SelectableRow>
  );
}

function markOf({ kind, weight }: TodoRow): { readonly icon: IconName; readonly tone: Tone } {
  switch (kind) {
    case 'review': return weight === 1 ? { icon: 'stop', tone: 'danger' } : { icon: 'review', tone: 'warn' };
    case 'quarantined': return { icon: 'warn', tone: 'warn' };
    case 'silentDevice': return { icon: 'pc', tone: 'warn' };
    case 'forkedDevice':
    case 'stolenHeard':
    case 'chainGap': return { icon: 'stop', tone: 'danger' };
  }
}

/** What it is about, in bold, and what happened. */
function useTodoText(row: TodoRow): { readonly about: string; readonly what: string } {
  const { t } = useTranslation('today');
  const record = useTranslation('record').t;
  const format = useFormat();
  const words = useRecordWords();
  switch (row.kind) {
    case 'review': {
      const title = words.reviewTitle(row.reason as 'unitConflict', row.subject, row.subject);
      return row.patient === null ? { about: title, what: '' } : { about: `${row.patient.name} ${format.sexAgeShort(row.patient.sex, row.patient.birthDate)}`, what: title };
    }
    case 'quarantined': return { about: words.action(row.subject), what: t('quarantinedWhat', { reason: record(`refused.${row.reason as 'invalid'}`) }) };
    case 'stolenHeard': return { about: row.subject, what: t('stolenHeardWhat') };
    case 'forkedDevice': return { about: row.subject, what: t('forkedWhat') };
    case 'chainGap': return { about: row.subject, what: t('gapWhat', { count: row.waiting }) };
    case 'silentDevice': return { about: row.subject, what: t('silentWhat', { since: format.since(row.at), waiting: row.waiting === 0 ? t('allSent') : t('notSent', { count: row.waiting }) }) };
  }
}
