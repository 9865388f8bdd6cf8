import { toAsciiNumber } from '../text/asciiNumber.ts';
import { TextInput, type TextInputProps } from './TextInput.tsx';

export type NumberInputProps = Omit<TextInputProps, 'inputMode' | 'type'>;

/**
 * A measured value or a dose. It keeps the text as typed ("5.", "120/80") and leaves parsing to the form;
 * full-width digits become plain ones. Not type=number: its wheel and arrows change doses by accident.
 */
export function NumberInput({ onChange, isValue = true, ...rest }: NumberInputProps) {
  return <TextInput {...rest} isValue={isValue} inputMode="decimal" onChange={(text) => { onChange?.(toAsciiNumber(text)); }} />;
}
