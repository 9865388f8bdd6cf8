import { AlertDialog } from '@base-ui/react/alert-dialog';
import { Dialog as BaseDialog } from '@base-ui/react/dialog';
import { useRef, type ReactNode } from 'react';
import { Button } from '../controls/Button.tsx';
import { Icon } from '../icons/Icon.tsx';
import type { IconName } from '../icons/iconShapes.tsx';
import { HotkeyLayer } from '../keyboard/HotkeyLayer.tsx';
import { useHotkeys } from '../keyboard/useHotkeys.ts';
import { classNames } from '../text/classNames.ts';
import { toneToTextClass, type Tone } from '../text/tones.ts';

export interface ConfirmDialogProps {
  readonly isOpen: boolean;
  readonly title: string;
  /** What will be and what stays. */
  readonly children: ReactNode;
  readonly icon?: IconName | undefined;
  readonly tone?: Tone | undefined;
  /** The safe answer: has the focus, and Esc. */
  readonly cancelLabel: string;
  readonly onCancel: () => void;
  readonly confirmLabel: string;
  /** `Alt E`: bound while the dialog is open. */
  readonly confirmKey?: string | undefined;
  readonly onConfirm: () => void;
  readonly isDanger?: boolean | undefined;
  readonly isConfirmDisabled?: boolean | undefined;
}

/** Only for what cannot be taken back. Enter falls on the safe answer. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { isOpen, title, children, icon = 'warn', tone = 'warn', cancelLabel, onCancel, confirmLabel, confirmKey, onConfirm } = props;
  const safe = useRef<HTMLButtonElement>(null);
  return (
    <AlertDialog.Root open={isOpen} onOpenChange={(open) => { if (!open) onCancel(); }}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="backdrop" />
        <AlertDialog.Viewport className="dialoglayer">
          <AlertDialog.Popup className="dialog" initialFocus={safe}>
            <HotkeyLayer>
              <ConfirmKey name={confirmKey} onConfirm={onConfirm} isEnabled={props.isConfirmDisabled !== true} />
              <div className="body">
                <Icon name={icon} className={toneToTextClass(tone)} />
                <AlertDialog.Title className="title">{title}</AlertDialog.Title>
                <AlertDialog.Description className="sub" render={<div />}>{children}</AlertDialog.Description>
              </div>
              <div className="foot">
                <Button ref={safe} keyHint="Esc" onClick={onCancel}>{cancelLabel}</Button>
                <Button variant={props.isDanger === true ? 'danger' : 'accent'} keyHint={confirmKey} onClick={onConfirm}
                  disabled={props.isConfirmDisabled === true}>{confirmLabel}</Button>
              </div>
            </HotkeyLayer>
          </AlertDialog.Popup>
        </AlertDialog.Viewport>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}

function ConfirmKey({ name, onConfirm, isEnabled }: { readonly name: string | undefined; readonly onConfirm: () => void; readonly isEnabled: boolean }) {
  useHotkeys(name === undefined ? {} : { [name]: onConfirm }, isEnabled);
  return null;
}

export interface DialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly title: ReactNode;
  readonly icon?: IconName | undefined;
  readonly tone?: Tone | undefined;
  /** Fields of the task. The first one takes the focus; bind keys with useHotkeys in a component inside. */
  readonly children: ReactNode;
  /** Buttons, the primary last. */
  readonly foot: ReactNode;
  readonly isWide?: boolean | undefined;
}

/** A short task over the page: PIN of the second signer, reason for an override. Esc closes, never saves. */
export function Dialog({ isOpen, onClose, title, icon = 'info', tone = 'accent', children, foot, isWide = false }: DialogProps) {
  return (
    <BaseDialog.Root open={isOpen} disablePointerDismissal onOpenChange={(open) => { if (!open) onClose(); }}>
      <BaseDialog.Portal>
        <BaseDialog.Backdrop className="backdrop" />
        <BaseDialog.Viewport className="dialoglayer">
          <BaseDialog.Popup className={classNames('dialog', isWide && 'wide')}>
            <HotkeyLayer>
              <div className="body">
                <Icon name={icon} className={toneToTextClass(tone)} />
                <BaseDialog.Title className="title">{title}</BaseDialog.Title>
                <div>{children}</div>
              </div>
              <div className="foot">{foot}</div>
            </HotkeyLayer>
          </BaseDialog.Popup>
        </BaseDialog.Viewport>
      </BaseDialog.Portal>
    </BaseDialog.Root>
  );
}
