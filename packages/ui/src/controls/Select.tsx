import type { ComponentPropsWithRef } from 'react';
import { Icon } from '../icons/Icon.tsx';
import { useField } from './Field.tsx';
import { InputBox, type ValueStanding } from './InputBox.tsx';

export interface SelectOption<Value extends string = string> {
  readonly value: Value;
  readonly label: string;
  readonly isDisabled?: boolean | undefined;
}

export interface SelectProps<Value extends string> extends Omit<ComponentPropsWithRef<'select'>, 'value' | 'onChange' | 'size' | 'multiple' | 'children'>, ValueStanding {
  /** `''` while nothing is chosen; then `placeholder` shows. */
  readonly value: Value | '';
  readonly onChange: (value: Value) => void;
  readonly options: readonly SelectOption<Value>[];
  readonly placeholder?: string | undefined;
  readonly boxSize?: 'sm' | undefined;
  readonly boxClassName?: string | undefined;
}

/** A short fixed list: the browser's own select, so that F4, arrows and typing a first letter work as in every program. */
export function Select<Value extends string>({
  value, onChange, options, placeholder, isOut, isBad, boxSize, boxClassName, id, disabled = false, ...rest
}: SelectProps<Value>) {
  const field = useField(id);
  const bad = isBad ?? field.isBad;
  return (
    <InputBox isOut={isOut} isBad={bad} isDisabled={disabled} size={boxSize} className={boxClassName}>
      <select {...rest} id={field.id} value={value} disabled={disabled} aria-invalid={bad || undefined} aria-required={field['aria-required']}
        aria-describedby={rest['aria-describedby'] ?? field['aria-describedby']}
        onChange={(event) => {
          const chosen = options.find((option) => option.value === event.target.value);
          if (chosen !== undefined) onChange(chosen.value);
        }}>
        {value === '' && <option value="">{placeholder}</option>}
        {options.map((option) => <option key={option.value} value={option.value} disabled={option.isDisabled}>{option.label}</option>)}
      </select>
      <Icon name="down" />
    </InputBox>
  );
}
