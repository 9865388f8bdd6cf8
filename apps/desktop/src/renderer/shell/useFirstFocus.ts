import { useEffect, useState } from 'react';

/**
 * Gives the focus to the row (`useRowKeys().activeRowId`) as soon as it is there, so that arrows and Enter work at once.
 * Who has gone into a field meanwhile, such as the find box, stays there.
 */
export function useFirstFocus(rowId: string | undefined): void {
  const isThere = rowId !== undefined;
  const [focusedBefore] = useState(() => document.activeElement);
  useEffect(() => {
    const { activeElement } = document;
    if (isThere && (activeElement === focusedBefore || activeElement?.matches('input, textarea, select') !== true)) document.getElementById(rowId)?.focus();
    // Later rows are focused by the arrows themselves.
    // oxlint-disable-next-line react/exhaustive-deps -- only when rows appear, not at each choice
  }, [isThere]);
}
