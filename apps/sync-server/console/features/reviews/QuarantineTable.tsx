import { Alert, Cell, DataTable, Empty, KeyValues, SelectableRow, SkeletonRows, useRowKeys } from '@lianyi/ui';
import { useTranslation } from 'react-i18next';
import type { QuarantineRow } from '../../../src/reports/views.ts';
import { useFormat } from '../../format/useFormat.ts';
import { useRecordWords } from '../../record/useRecordWords.ts';
import { ListAndDetail } from '../../shell/ListAndDetail.tsx';
import { LoadFailed } from '../../shell/LoadFailed.tsx';
import type { ListQuery } from './ReviewTable.tsx';

export interface QuarantineTableProps {
  readonly query: ListQuery<QuarantineRow>;
  readonly chosenId: string | null;
  readonly onChoose: (id: string) => void;
}

/** Bundles that the county could not take as they are: whose, why, and that nothing of them is lost. */
export function QuarantineTable({ query, chosenId, onChoose }: QuarantineTableProps) {
  const { t } = useTranslation('reviews');
  const record = useTranslation('record').t;
  const format = useFormat();
  const words = useRecordWords();
  const rows = query.data;
  const index = rows === undefined || rows.length === 0 ? -1 : Math.max(0, rows.findIndex(({ bundleId }) => bundleId === chosenId));
  const chosen = rows?.[index];
  const keys = useRowKeys({ count: rows?.length ?? 0, index, onIndexChange: (at) => { const to = rows?.[at]; if (to !== undefined) onChoose(to.bundleId); } });
  const columns = [
    { id: 'received', label: t('received'), width: format.language === 'zh' ? 104 : 124 }, { id: 'because', label: t('because'), width: 172 }, { id: 'action', label: t('action'), width: 120 },
    { id: 'kinds', label: t('kinds') }, { id: 'who', label: t('who'), width: 72 }, { id: 'place', label: t('place'), width: 124 },
  ];
  if (query.isError && rows === undefined) return <LoadFailed error={query.error} onAgain={() => { query.refetch(); }} />;
  if (rows?.length === 0) return <Empty icon="ok" title={t('emptyQuarantined')}>{t('emptyQuarantinedNext')}</Empty>;
  return (
    <ListAndDetail label={t('chosen')} detail={chosen !== undefined && <Quarantined row={chosen} />}>
      <DataTable label={t('quarantined')} columns={columns} rows={keys}>
        {rows === undefined ? <SkeletonRows columns={columns.map(({ id, width }) => ({ id, width: width === undefined ? '60%' : width * 0.6 }))} rows={6} /> : rows.map((row, at) => (
          <SelectableRow key={row.bundleId} {...keys.row(at)}>
            <Cell className="dim" isCut>{format.moment(row.receivedAt)}</Cell>
            <Cell isCut title={record(`refused.${row.reason}`)}>{record(`refused.${row.reason}`)}</Cell>
            <Cell isCut>{words.action(row.action)}</Cell>
            <Cell isCut className="sub">{row.kinds.map(words.kind).join(' · ')}</Cell>
            <Cell isCut>{row.person?.name}</Cell>
            <Cell isCut className="sub">{row.organisation?.name}</Cell>
          </SelectableRow>
        ))}
      </DataTable>
    </ListAndDetail>
  );
}

function Quarantined({ row }: { readonly row: QuarantineRow }) {
  const { t } = useTranslation('reviews');
  const record = useTranslation('record').t;
  const format = useFormat();
  const words = useRecordWords();
  return (
    <>
      <h2 className="sidetitle">{record(`refused.${row.reason}`)}</h2>
      <KeyValues className="sidefacts" items={[
        { key: 'who', label: t('who'), value: row.person?.name ?? '—' }, { key: 'place', label: t('place'), value: row.organisation?.name ?? '—' },
        { key: 'device', label: t('device'), value: row.device?.name ?? '—' }, { key: 'action', label: t('action'), value: words.action(row.action) },
        { key: 'kinds', label: t('kinds'), value: row.kinds.map(words.kind).join(' · ') },
        { key: 'saved', label: t('saved'), value: row.savedAt === null ? '—' : format.moment(row.savedAt) },
        { key: 'received', label: t('received'), value: format.moment(row.receivedAt) },
        ...(row.detail === '' ? [] : [{ key: 'detail', label: t('detail'), value: <span className="code bundleid">{row.detail}</span> }]),
        { key: 'bundle', label: t('bundle'), value: <span className="code bundleid">{row.bundleId}</span> },
      ]} />
      <Alert tone="info" title={t('safe')}>{t('safeBody')}</Alert>
    </>
  );
}
