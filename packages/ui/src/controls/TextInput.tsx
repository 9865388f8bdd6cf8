import type { ComponentPropsWithRef, ReactNode } from 'react';
import { Icon } from '../icons/Icon.tsx';
import type { IconName } from '../icons/iconShapes.tsx';
import { useField } from './Field.tsx';
import { InputBox, type ValueStanding } from './InputBox.tsx';
import { Key } from './Key.tsx';

export interface TextInputProps extends Omit<ComponentPropsWithRef<'input'>, 'value' | 'onChange' | 'size'>, ValueStanding {
  readonly value: string;
  readonly onChange?: ((text: string) => void) | undefined;
  readonly icon?: IconName | undefined;
  /** Inside the field at the right: unit, format, where the value is from. */
  readonly unit?: ReactNode;
  readonly keyHint?: string | undefined;
  /** Bold, as measured values are. */
  readonly isValue?: boolean | undefined;
  readonly boxSize?: 'sm' | undefined;
  /** For the box, not the input. */
  readonly boxClassName?: string | undefined;
}

/** One line of text. `readOnly` shows a value that is worked out or comes from elsewhere; it is no stop for Tab. */
export function TextInput({
  value, onChange, icon, unit, keyHint, isValue = false, isOut, isBad, boxSize, boxClassName, id, readOnly = false, disabled = false, type = 'text', ...rest
}: TextInputProps) {
  const field = useField(id);
  const bad = isBad ?? field.isBad;
  return (
    <InputBox isOut={isOut} isBad={bad} isReadOnly={readOnly} isDisabled={disabled} isValue={isValue} size={boxSize} className={boxClassName}>
      {icon !== undefined && <Icon name={icon} />}
      <input autoComplete="off" spellCheck={false} {...rest} type={type} id={field.id} value={value} readOnly={readOnly} disabled={disabled}
        tabIndex={readOnly ? -1 : rest.tabIndex} aria-invalid={bad || undefined} aria-required={field['aria-required']} aria-describedby={rest['aria-describedby'] ?? field['aria-describedby']}
        onChange={(event) => { onChange?.(event.target.value); }} />
      {unit !== undefined && <span className="unit">{unit}</span>}
      {keyHint !== undefined && <Key>{keyHint}</Key>}
    </InputBox>
  );
}
