import { DataTable, Empty, SelectableRow, useRowKeys, type Column } from '@lianyi/ui';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ListAndDetail } from '../../shell/ListAndDetail.tsx';
import type { TabName } from './chartEntries.ts';

export interface EntryTableProps<Entry> {
  readonly tab: TabName;
  readonly entries: readonly Entry[];
  readonly idOf: (entry: Entry) => string;
  readonly columns: readonly Column[];
  /** The cells of a row. */
  readonly renderCells: (entry: Entry) => ReactNode;
  /** Beside the list: the chosen entry whole, with its origin. */
  readonly renderDetail: (entry: Entry) => ReactNode;
}

/** One tab of the chart: entries, and beside them the chosen one with where it comes from. */
export function EntryTable<Entry>({ tab, entries, idOf, columns, renderCells, renderDetail }: EntryTableProps<Entry>) {
  const { t } = useTranslation('patients');
  const [chosenId, setChosenId] = useState<string | null>(null);
  const index = entries.length === 0 ? -1 : Math.max(0, entries.findIndex((entry) => idOf(entry) === chosenId));
  const chosen = entries[index];
  const keys = useRowKeys({ count: entries.length, index, onIndexChange: (at) => { const to = entries[at]; if (to !== undefined) setChosenId(idOf(to)); } });
  if (entries.length === 0) return <Empty icon={tab === 'reviews' ? 'ok' : 'info'} title={t(`empties.${tab}`)}>{t(`emptiesNext.${tab}`)}</Empty>;
  return (
    <ListAndDetail label={t('chosen')} detail={chosen !== undefined && renderDetail(chosen)}>
      <DataTable label={t(`tab.${tab}`)} columns={columns} rows={keys}>
        {entries.map((entry, at) => <SelectableRow key={idOf(entry)} {...keys.row(at)}>{renderCells(entry)}</SelectableRow>)}
      </DataTable>
    </ListAndDetail>
  );
}
