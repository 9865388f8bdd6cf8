import { useEffect } from 'react';

/** Gives the focus to the row (`useRowKeys().activeRowId`) as soon as it is there, so that arrows and Enter work at once. */
export function useFirstFocus(rowId: string | undefined): void {
  const isThere = rowId !== undefined;
  useEffect(() => {
    if (isThere) document.getElementById(rowId)?.focus();
    // Later rows are focused by the arrows themselves.
    // oxlint-disable-next-line react/exhaustive-deps -- only when rows appear, not at each choice
  }, [isThere]);
}
