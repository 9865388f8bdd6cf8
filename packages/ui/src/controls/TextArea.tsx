import type { ComponentPropsWithRef } from 'react';
import { useField } from './Field.tsx';
import { InputBox, type ValueStanding } from './InputBox.tsx';

export interface TextAreaProps extends Omit<ComponentPropsWithRef<'textarea'>, 'value' | 'onChange'>, ValueStanding {
  readonly value: string;
  readonly onChange?: ((text: string) => void) | undefined;
  readonly boxClassName?: string | undefined;
}

/** Several lines. Under useEnterAsTab Enter goes on and Ctrl+Enter makes a new line. */
export function TextArea({ value, onChange, isOut, isBad, boxClassName, id, readOnly = false, disabled = false, rows = 2, ...rest }: TextAreaProps) {
  const field = useField(id);
  const bad = isBad ?? field.isBad;
  return (
    <InputBox isOut={isOut} isBad={bad} isReadOnly={readOnly} isDisabled={disabled} className={`area ${boxClassName ?? ''}`}>
      <textarea spellCheck={false} {...rest} rows={rows} id={field.id} value={value} readOnly={readOnly} disabled={disabled}
        tabIndex={readOnly ? -1 : rest.tabIndex} aria-invalid={bad || undefined} aria-required={field['aria-required']} aria-describedby={rest['aria-describedby'] ?? field['aria-describedby']}
        onChange={(event) => { onChange?.(event.target.value); }} />
    </InputBox>
  );
}
