import { useEffect, useId, useRef, type KeyboardEvent } from 'react';
import { useKeptPresses, type TypedList } from '../keyboard/useKeptPresses.ts';

export interface RowKeysOptions {
  readonly count: number;
  /** -1 while none is chosen. */
  readonly index: number;
  readonly onIndexChange: (index: number) => void;
  /** Enter or a double press. */
  readonly onOpen?: ((index: number) => void) | undefined;
  /** Where the rows are searched for as one types: while they are behind, keys wait for the answer. */
  readonly search?: TypedList | undefined;
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
const settled: TypedList = { typed: '', isBehind: false };

/**
 * `const rows = useRowKeys(…)`, then `<DataTable rows={rows}>` and `<SelectableRow {...rows.row(index)}>`.
 * ↑↓, PgUp/PgDn, Home/End choose a row, Enter opens it. With the focus in the table it follows the choice;
 * with the focus in a search box it stays there and the chosen row only scrolls into view.
 */
export function useRowKeys({ count, index, onIndexChange, onOpen, search = settled }: RowKeysOptions): RowKeys {
  const tableId = useId();
  const rowId = (row: number) => `${tableId}-${row}`;

  useEffect(() => {
    const row = index < 0 ? null : document.getElementById(`${tableId}-${index}`);
    if (row === null) return;
    row.scrollIntoView({ block: 'nearest' });
    const { activeElement } = document;
    if (activeElement?.matches('tr') === true && activeElement.closest('table')?.id === tableId) row.focus({ preventScroll: true });
  }, [index, tableId]);

  useFocusInRows(tableId, index, onIndexChange);

  const pressedIn = useRef<EventTarget | null>(null);
  const press = (keys: readonly string[]) => {
    let to = index;
    for (const key of keys) {
      if (key === 'Enter') {
        if (to >= 0 && to < count) onOpen?.(to);
        return;
      }
      to = rowToGoTo(key, to, count) ?? to;
    }
    if (to !== index && to < count) onIndexChange(to);
  };
  const kept = useKeptPresses<string>(search, (keys) => {
    // Who has gone elsewhere since no longer waits for it.
    if (document.activeElement === pressedIn.current) press(keys);
  });

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || event.nativeEvent.isComposing) return;
    if (event.target !== event.currentTarget && event.target instanceof HTMLElement && !event.target.matches('tr')) return;
    const isField = event.target instanceof HTMLInputElement;
    const isEnter = event.key === 'Enter' && onOpen !== undefined;
    if (!isEnter && (rowToGoTo(event.key, index, count) === undefined || (isField && (event.key === 'Home' || event.key === 'End')))) return;
    if (search.isBehind) {
      event.preventDefault();
      pressedIn.current = event.target;
      kept.keep(event.key);
      return;
    }
    if (count === 0 || (isEnter && (index < 0 || index >= count))) return;
    event.preventDefault();
    press([event.key]);
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
    activeRowId: index >= 0 && index < count && !search.isBehind ? rowId(index) : undefined,
  };
}

/**
 * Rows that come to stand in another order take the focus along, and the choice with it: every key acts on the row in
 * sight. A row that goes leaves the focus to the one that is chosen now.
 */
function useFocusInRows(tableId: string, index: number, onIndexChange: (index: number) => void): void {
  const focused = useRef<Element | null>(null);
  const lastIndex = useRef(index);
  useEffect(() => {
    const onFocusIn = ({ target }: FocusEvent) => { focused.current = target instanceof Element && target.matches('tr') && target.id.startsWith(`${tableId}-`) ? target : null; };
    document.addEventListener('focusin', onFocusIn);
    return () => { document.removeEventListener('focusin', onFocusIn); };
  }, [tableId]);
  useEffect(() => {
    const isSameChoice = lastIndex.current === index;
    lastIndex.current = index;
    const row = focused.current;
    if (row === null) return;
    if (!row.isConnected) {
      if (document.activeElement === document.body) document.getElementById(`${tableId}-${index}`)?.focus();
    } else if (document.activeElement === row && isSameChoice) {
      const at = Number(row.id.slice(tableId.length + 1));
      if (at !== index) onIndexChange(at);
    }
  });
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
