import { createContext, use, useId, type KeyboardEvent, type ReactNode } from 'react';
import { classNames } from '../text/classNames.ts';
import { Key } from './Key.tsx';

interface ChoiceWiring {
  readonly name: string;
  readonly value: string | null;
  readonly onChange: (value: string) => void;
}

const ChoiceContext = createContext<ChoiceWiring | undefined>(undefined);

export interface ChoicesProps<Value extends string> {
  readonly label: string;
  readonly value: Value | null;
  readonly onChange: (value: Value) => void;
  /** The values in the order of the digits 1-9. */
  readonly values: readonly Value[];
  readonly className?: string | undefined;
  readonly children: ReactNode;
}

/** Big choices with a digit each. A digit answers only while the focus is inside. */
export function Choices<Value extends string>({ label, value, onChange, values, className, children }: ChoicesProps<Value>) {
  const name = useId();
  const choose = (text: string) => {
    const chosen = values.find((candidate) => candidate === text);
    if (chosen !== undefined) onChange(chosen);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.ctrlKey || event.altKey || event.metaKey || !isRadioOrBox(event.target)) return;
    const chosen = values[Number.parseInt(event.key, 10) - 1];
    if (chosen === undefined) return;
    event.preventDefault();
    onChange(chosen);
    event.currentTarget.querySelectorAll<HTMLElement>('.radio')[values.indexOf(chosen)]?.focus();
  };
  return (
    <div role="radiogroup" tabIndex={-1} aria-label={label} className={classNames('choices', className)} onKeyDown={onKeyDown}>
      <ChoiceContext value={{ name, value, onChange: choose }}>{children}</ChoiceContext>
    </div>
  );
}

/** A digit typed into a field inside a choice is that field's. */
function isRadioOrBox(target: EventTarget): boolean {
  return !(target instanceof HTMLSelectElement || target instanceof HTMLTextAreaElement
    || (target instanceof HTMLInputElement && target.type !== 'radio'));
}

export interface RadioCardProps {
  readonly value: string;
  readonly title: ReactNode;
  /** Beside the title: Badge, or second-voice words. */
  readonly aside?: ReactNode;
  /** Key cap at the right: "1". */
  readonly digit?: string | undefined;
  /** The value itself, large. */
  readonly big?: ReactNode;
  /** One low row over the whole width ("两个都留"). */
  readonly isWide?: boolean | undefined;
  readonly isDisabled?: boolean | undefined;
  /** Details below: KeyValues. */
  readonly children?: ReactNode;
}

/** One choice inside Choices. */
export function RadioCard({ value, title, aside, digit, big, isWide = false, isDisabled = false, children }: RadioCardProps) {
  const choice = use(ChoiceContext);
  const titleId = useId();
  const bigId = useId();
  return (
    <label className={classNames('val', isWide && 'wide')}>
      <span className="hd">
        <input className="radio" type="radio" name={choice?.name} value={value} checked={choice?.value === value} disabled={isDisabled}
          aria-labelledby={big === undefined ? titleId : `${titleId} ${bigId}`} onChange={() => { choice?.onChange(value); }} />
        <b id={titleId}>{title}</b>
        {aside}
        {digit !== undefined && <Key>{digit}</Key>}
      </span>
      {big !== undefined && <span className="num" id={bigId}>{big}</span>}
      {children !== undefined && <div className="more">{children}</div>}
    </label>
  );
}
