import { useEffect, useId, type KeyboardEvent } from 'react';

export interface RowKeysOptions {
  readonly count: number;
  /** -1 while none is chosen. */
  readonly index: number;
  readonly onIndexChange: (index: number) => void;
  /** Enter or a double press. */
  readonly onOpen?: ((index: number) => void) | undefined;
}

/** What SelectableRow takes. */
export interface RowKeyProps {
  readonly id: string;
  readonly isSelected: boolean;
  readonly isStop: boolean;
  readonly onSelect: () => void;
  readonly onOpen: (() => void) | undefined;
}

export interface RowKeys {
  /** DataTable takes it by itself; give it to FindBox's `onRowKey` when arrows choose while the caret stays there. */
  readonly onKeyDown: (event: KeyboardEvent) => void;
  /** FindBox's `listId`. */
  readonly tableId: string;
  readonly row: (index: number) => RowKeyProps;
  readonly activeRowId: string | undefined;
}

const pageRows = 10;

/**
 * `const rows = useRowKeys(…)`, then `<DataTable rows={rows}>` and `<SelectableRow {...rows.row(index)}>`.
 * ↑↓, PgUp/PgDn, Home/End choose a row, Enter opens it. With the focus in the table it follows the choice;
 * with the focus in a search box it stays there and the chosen row only scrolls into view.
 */
export function useRowKeys({ count, index, onIndexChange, onOpen }: RowKeysOptions): RowKeys {
  const tableId = useId();
  const rowId = (row: number) => `${tableId}-${row}`;

  useEffect(() => {
    const row = index < 0 ? null : document.getElementById(`${tableId}-${index}`);
    if (row === null) return;
    row.scrollIntoView({ block: 'nearest' });
    const { activeElement } = document;
    if (activeElement?.matches('tr') === true && activeElement.closest('table')?.id === tableId) row.focus({ preventScroll: true });
  }, [index, tableId]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || event.nativeEvent.isComposing || count === 0) return;
    if (event.target !== event.currentTarget && event.target instanceof HTMLElement && !event.target.matches('tr')) return;
    const isField = event.target instanceof HTMLInputElement;
    if (event.key === 'Enter') {
      if (index < 0 || index >= count || onOpen === undefined) return;
      event.preventDefault();
      onOpen(index);
      return;
    }
    const to = rowToGoTo(event.key, index, count);
    if (to === undefined || (isField && (event.key === 'Home' || event.key === 'End'))) return;
    event.preventDefault();
    if (to !== index) onIndexChange(to);
  };

  return {
    onKeyDown,
    tableId,
    row: (row) => ({
      id: rowId(row),
      isSelected: row === index,
      isStop: row === (index < 0 || index >= count ? 0 : index),
      onSelect: () => { onIndexChange(row); },
      onOpen: onOpen === undefined ? undefined : () => { onOpen(row); },
    }),
    activeRowId: index >= 0 && index < count ? rowId(index) : undefined,
  };
}

function rowToGoTo(key: string, index: number, count: number): number | undefined {
  const last = count - 1;
  switch (key) {
    case 'ArrowDown': return Math.min(last, index + 1);
    case 'ArrowUp': return Math.max(0, index - 1);
    case 'PageDown': return Math.min(last, Math.max(0, index) + pageRows);
    case 'PageUp': return Math.max(0, index - pageRows);
    case 'Home': return 0;
    case 'End': return last;
    default: return undefined;
  }
}
