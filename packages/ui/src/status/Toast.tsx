import { createContext, use, useCallback, useEffect, useMemo, useState, type ReactNode } from 'react';
import { Icon } from '../icons/Icon.tsx';
import type { IconName } from '../icons/iconShapes.tsx';
import { Key } from '../controls/Key.tsx';
import { useHotkeys } from '../keyboard/useHotkeys.ts';

export interface ToastMessage {
  readonly text: ReactNode;
  readonly icon?: IconName | undefined;
  /** How to take it back: bound while the toast is shown, outside of fields. */
  readonly undo?: { readonly label: string; readonly keyHint: string; readonly onUndo: () => void } | undefined;
}

interface ShownToast extends ToastMessage { readonly id: number }

const shownForMs = 4000;
const ToastContext = createContext<(message: ToastMessage) => void>(() => undefined);

/** `const toast = useToast(); toast({ text: '已登记候诊 12 号', undo: … })` */
export function useToast(): (message: ToastMessage) => void {
  return use(ToastContext);
}

/** Wraps the app; shows the last three messages above the foot for four seconds each. */
export function ToastHost({ children }: { readonly children: ReactNode }) {
  const [toasts, setToasts] = useState<readonly ShownToast[]>([]);
  const show = useCallback((message: ToastMessage) => {
    setToasts((shown) => [...shown, { ...message, id: (shown.at(-1)?.id ?? 0) + 1 }].slice(-3));
  }, []);
  const close = useCallback((id: number) => { setToasts((shown) => shown.filter((toast) => toast.id !== id)); }, []);
  const lastId = toasts.at(-1)?.id;
  return (
    <ToastContext value={show}>
      {children}
      <div className="toasts" role="status" aria-live="polite">
        {toasts.map((toast) => <TimedToast key={toast.id} toast={toast} isLast={toast.id === lastId} onClose={close} />)}
      </div>
    </ToastContext>
  );
}

function TimedToast({ toast, isLast, onClose }: { readonly toast: ShownToast; readonly isLast: boolean; readonly onClose: (id: number) => void }) {
  const [isHeld, setHeld] = useState(false);
  useEffect(() => {
    if (isHeld) return undefined;
    const timer = setTimeout(() => { onClose(toast.id); }, shownForMs);
    return () => { clearTimeout(timer); };
  }, [toast.id, isHeld, onClose]);

  const message = useMemo<ToastMessage>(() => (toast.undo === undefined ? toast : {
    ...toast, undo: { ...toast.undo, onUndo: () => { toast.undo?.onUndo(); onClose(toast.id); } },
  }), [toast, onClose]);
  useHotkeys(message.undo === undefined ? {} : { [message.undo.keyHint]: message.undo.onUndo }, isLast);

  return (
    <div onMouseEnter={() => { setHeld(true); }} onMouseLeave={() => { setHeld(false); }}
      onFocus={() => { setHeld(true); }} onBlur={() => { setHeld(false); }}>
      <Toast {...message} />
    </div>
  );
}

/** One message, as the host draws it. */
export function Toast({ text, icon = 'ok', undo }: ToastMessage) {
  return (
    <div className="toast">
      <Icon name={icon} />{text}
      {undo !== undefined && <button type="button" className="btn" onClick={undo.onUndo}><Key>{undo.keyHint}</Key>{undo.label}</button>}
    </div>
  );
}
