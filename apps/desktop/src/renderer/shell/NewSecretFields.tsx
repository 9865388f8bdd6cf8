import { Field, TextInput } from '@lianyi/ui';
import { pinLength, secretFault, type SecretFault, type SecretKind } from '@lianyi/schema/rules/secretFault';
import { useTranslation } from 'react-i18next';

/** A new PIN or passphrase, typed twice. */
export interface NewSecret {
  readonly secret: string;
  readonly again: string;
}
export const noSecret: NewSecret = { secret: '', again: '' };

/** Typed alike twice, and nothing wrong with it as far as this page can tell. */
export const isGoodSecret = ({ secret, again }: NewSecret, kind: SecretKind): boolean => secret === again && secretFault(secret, kind) === null;

export interface NewSecretFieldsProps {
  readonly value: NewSecret;
  readonly kind: SecretKind;
  readonly onChange: (value: NewSecret) => void;
  /** What the host found wrong with it: it knows more. */
  readonly fault: SecretFault | null;
  /** Typing begins here. */
  readonly isFirst?: boolean;
}

/** Both fields, each with what is wrong with it in words as soon as enough is typed to tell. */
export function NewSecretFields({ value, kind, onChange, fault, isFirst = false }: NewSecretFieldsProps) {
  const { t } = useTranslation();
  const { secret, again } = value;
  const isPin = kind === 'pin';
  const isTyped = isPin ? secret.length === pinLength : again !== '';
  const wrong = fault ?? (isTyped ? secretFault(secret, kind) : null);
  const isOther = again !== '' && (isPin ? again.length === pinLength : again.length >= secret.length) && again !== secret;
  const shared = { type: 'password', inputMode: isPin ? 'numeric' : 'text', maxLength: isPin ? pinLength : 64 } as const;
  return (
    <>
      <Field label={t(`newSecret.${kind}`)} hint={t(`newSecret.hint.${kind}`)} error={wrong === null ? undefined : t(`newSecret.fault.${wrong}`)}>
        <TextInput {...shared} autoFocus={isFirst} value={secret} onChange={(text) => { onChange({ secret: text, again }); }} />
      </Field>
      <Field label={t('newSecret.again')} hint="" error={isOther ? t('newSecret.other') : undefined}>
        <TextInput {...shared} value={again} onChange={(text) => { onChange({ secret, again: text }); }} />
      </Field>
    </>
  );
}
