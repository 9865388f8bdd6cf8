import type { ComponentPropsWithRef } from 'react';
import { toAsciiNumber } from '../text/asciiNumber.ts';
import { classNames } from '../text/classNames.ts';
import { useField } from './Field.tsx';

export interface PinInputProps extends Omit<ComponentPropsWithRef<'input'>, 'value' | 'onChange' | 'type' | 'maxLength'> {
  readonly value: string;
  readonly onChange: (digits: string) => void;
  /** Called once the last box is filled. */
  readonly onComplete?: ((digits: string) => void) | undefined;
  readonly length?: number | undefined;
  readonly isBad?: boolean | undefined;
}

/** Six boxes drawn over one real input: paste, backspace and screen readers work as in any password field. */
export function PinInput({ value, onChange, onComplete, length = 6, isBad, id, className, disabled = false, ...rest }: PinInputProps) {
  const field = useField(id);
  const bad = isBad ?? field.isBad;
  const boxes = Array.from({ length }, (_, index) => index);
  return (
    <span className={classNames('pin', bad && 'is-bad', disabled && 'is-off', className)}>
      {boxes.map((index) => (
        <i key={index} aria-hidden="true" className={classNames(index < value.length && 'f', index === Math.min(value.length, length - 1) && 'now')} />
      ))}
      <input autoComplete="off" {...rest} id={field.id} type="password" inputMode="numeric" value={value} maxLength={length} disabled={disabled}
        aria-invalid={bad || undefined} aria-required={field['aria-required']} aria-describedby={rest['aria-describedby'] ?? field['aria-describedby']}
        onChange={(event) => {
          const digits = toAsciiNumber(event.target.value).replace(/\D/g, '').slice(0, length);
          onChange(digits);
          if (digits.length === length && digits !== value) onComplete?.(digits);
        }} />
    </span>
  );
}
