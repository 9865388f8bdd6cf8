import { createContext, use, useId, type ReactNode } from 'react';
import { Icon } from '../icons/Icon.tsx';
import { classNames } from '../text/classNames.ts';

export interface FieldHint {
  readonly text: ReactNode;
  /** warn is drawn with ▲, danger with the octagon, ok with the tick. */
  readonly tone?: 'warn' | 'danger' | 'ok' | undefined;
}

export interface FieldProps {
  readonly label: ReactNode;
  /** Range or reason, under the field. `''` keeps the room, so that a later hint does not move the page. */
  readonly hint?: string | FieldHint | undefined;
  /** Takes the place of the hint and marks the control invalid. Say what is wrong and which key mends it. */
  readonly error?: ReactNode;
  readonly isRequired?: boolean | undefined;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}

interface FieldWiring {
  readonly id: string;
  readonly describedBy: string | undefined;
  readonly isBad: boolean;
  readonly isRequired: boolean;
}

const FieldContext = createContext<FieldWiring | undefined>(undefined);

/** Label, control, hint. The control inside takes id and description from here. */
export function Field({ label, hint, error, isRequired = false, className, children }: FieldProps) {
  const id = useId();
  const hintId = `${id}-hint`;
  const isBad = error !== undefined && error !== null && error !== false;
  const hasHint = isBad || hint !== undefined;
  return (
    <div className={classNames('field', className)}>
      <label htmlFor={id}>{label}{isRequired && <span className="is-danger" aria-hidden="true"> *</span>}</label>
      <FieldContext value={{ id, describedBy: hasHint ? hintId : undefined, isBad, isRequired }}>{children}</FieldContext>
      {hasHint && <HintLine id={hintId} hint={isBad ? { text: error, tone: 'danger' } : hint} isAlert={isBad} />}
    </div>
  );
}

function HintLine({ id, hint, isAlert }: { readonly id: string; readonly hint: string | FieldHint | undefined; readonly isAlert: boolean }) {
  const { text, tone }: FieldHint = typeof hint === 'object' ? hint : { text: hint };
  return (
    <span id={id} className={classNames('hint', tone !== undefined && `is-${tone}`)} role={isAlert ? 'alert' : undefined}>
      {tone === 'warn' && <span aria-hidden="true">▲ </span>}
      {tone === 'danger' && <><Icon name="stop" /> </>}
      {tone === 'ok' && <><Icon name="ok" /> </>}
      {text}
    </span>
  );
}

export interface FieldControl {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-required': true | undefined;
  readonly isBad: boolean;
}

/** What a control takes from the Field around it; its own id wins. Outside a Field the control needs an aria-label. */
export function useField(ownId: string | undefined): FieldControl {
  const field = use(FieldContext);
  const spareId = useId();
  return { id: ownId ?? field?.id ?? spareId, 'aria-describedby': field?.describedBy, 'aria-required': field?.isRequired === true ? true : undefined, isBad: field?.isBad ?? false };
}
