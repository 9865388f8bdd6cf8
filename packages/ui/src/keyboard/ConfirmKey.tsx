import { useHotkeys } from './useHotkeys.ts';

/** F8 within the dialog that it stands in: the dialog's own layer of keys, which whoever opens it is not in. */
export function ConfirmKey({ onConfirm }: { readonly onConfirm: (() => void) | undefined }) {
  useHotkeys({ F8: onConfirm });
  return null;
}
