import { Badge, Button, Cell, DataTable, Empty, SelectableRow, SkeletonRows, useRowKeys } from '@lianyi/ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AuditRow } from '../../client/views.ts';
import { useFormat } from '../../format/useFormat.ts';
import { ListAndDetail } from '../../shell/ListAndDetail.tsx';
import { LoadFailed } from '../../shell/LoadFailed.tsx';
import { AuditEntry } from './AuditEntry.tsx';
import type { Named, Only } from './only.ts';
import { useActionWords } from './useActionWords.ts';
import { useWhereWords } from './useWhereWords.ts';

export interface AuditTableProps {
  readonly rows: readonly AuditRow[] | undefined;
  readonly error: unknown;
  readonly onAgain: () => void;
  /** Null at the end. */
  readonly onMore: (() => void) | null;
  readonly onOnly: (name: keyof Only, named: Named) => void;
}

export function AuditTable({ rows, error, onAgain, onMore, onOnly }: AuditTableProps) {
  const { t } = useTranslation('audit');
  const format = useFormat();
  const actionWords = useActionWords();
  const [chosenId, setChosenId] = useState<string | null>(null);
  const index = rows === undefined || rows.length === 0 ? -1 : Math.max(0, rows.findIndex(({ id }) => id === chosenId));
  const chosen = rows?.[index];
  const keys = useRowKeys({ count: rows?.length ?? 0, index, onIndexChange: (to) => { setChosenId(rows?.[to]?.id ?? null); } });
  const where = useWhereWords();
  const [at, did, from] = format.language === 'zh' ? [112, 176, 172] : [132, 232, 208];
  const columns = [{ id: 'at', label: t('at'), width: at }, { id: 'who', label: t('who'), width: 112 }, { id: 'did', label: t('did'), width: did }, { id: 'whom', label: t('whom') }, { id: 'where', label: t('where'), width: from }];
  if (error !== null && rows === undefined) return <LoadFailed error={error} onAgain={onAgain} />;
  if (rows?.length === 0) return <Empty icon="eye" title={t('empty')}>{t('emptyNext')}</Empty>;
  return (
    <ListAndDetail label={t('chosen')} detail={chosen !== undefined && <AuditEntry row={chosen} onOnly={onOnly} />}>
      <DataTable label={t('table')} columns={columns} rows={keys}>
        {rows === undefined ? <SkeletonRows columns={columns.map(({ id, width }) => ({ id, width: width === undefined ? '60%' : width * 0.6 }))} rows={12} /> : rows.map((row, place) => (
          <SelectableRow key={row.id} {...keys.row(place)}>
            <Cell className="dim" isCut>{format.moment(row.at)}</Cell>
            <Cell isCut>{row.who?.name ?? '—'}</Cell>
            <Cell isCut title={actionWords(row)}>{row.glass === null ? actionWords(row) : <Badge tone="warn" icon="lock">{actionWords(row)}</Badge>}</Cell>
            <Cell isCut>{row.patients.length > 1 ? t('patientCount', { count: row.patients.length }) : row.patients[0]?.name ?? row.about ?? ''}</Cell>
            <Cell isCut className="sub" title={where.long(row)}>{where.short(row)}</Cell>
          </SelectableRow>
        ))}
      </DataTable>
      {onMore !== null && <Button className="more" onClick={onMore}>{t('more')}</Button>}
    </ListAndDetail>
  );
}
