import { useEffect, useRef, type ComponentPropsWithoutRef, type ReactNode } from 'react';
import { classNames } from '../text/classNames.ts';

export interface CheckboxProps extends Omit<ComponentPropsWithoutRef<'input'>, 'checked' | 'onChange' | 'type'> {
  readonly checked: boolean;
  readonly onChange: (isChecked: boolean) => void;
  readonly isMixed?: boolean | undefined;
  /** Without words beside it, give `aria-label`. */
  readonly children?: ReactNode;
}

export function Checkbox({ checked, onChange, isMixed = false, className, disabled = false, children, ...rest }: CheckboxProps) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => { if (input.current !== null) input.current.indeterminate = isMixed; }, [isMixed]);
  return (
    <label className={classNames('check', disabled && 'is-off', className)}>
      <input {...rest} ref={input} type="checkbox" checked={checked} disabled={disabled} onChange={(event) => { onChange(event.target.checked); }} />
      {children}
    </label>
  );
}
