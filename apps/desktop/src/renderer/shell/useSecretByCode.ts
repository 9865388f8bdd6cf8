import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { SecretRecovered } from '../../contract/views.ts';
import { useHost } from '../client/useHost.ts';
import type { NewSecret } from './NewSecretFields.tsx';
import { isGoodSecret, noSecret } from './NewSecretFields.tsx';

/** A PIN or passphrase that is set with a code of the county: what is typed, whether it can be sent, and why it was refused. */
export interface SecretByCode {
  readonly code: string;
  readonly value: NewSecret;
  readonly failed: Exclude<SecretRecovered, { ok: true }> | null;
  readonly isReady: boolean;
  readonly isAsking: boolean;
  readonly typeCode: (code: string) => void;
  readonly typeSecret: (value: NewSecret) => void;
  readonly set: () => void;
}

const codeLetters = 12;

/** @param onDone hears whose it is once it is set */
export function useSecretByCode(personId: string, kind: 'pin' | 'passphrase', onDone: (name: string) => void): SecretByCode {
  const [code, setCode] = useState('');
  const [value, setValue] = useState(noSecret);
  const [failed, setFailed] = useState<SecretByCode['failed']>(null);
  const recover = useMutation(useHost().keys.recover.mutationOptions({
    onSuccess: (answer) => {
      if (answer.ok) onDone(answer.name);
      else setFailed(answer);
    },
  }));
  const isReady = code.replaceAll(/[^0-9a-z]/gi, '').length === codeLetters && isGoodSecret(value, kind) && !recover.isPending;
  return {
    code, value, failed, isReady, isAsking: recover.isPending,
    typeCode: (text) => {
      setCode(text);
      setFailed(null);
    },
    typeSecret: (next) => {
      setValue(next);
      setFailed(null);
    },
    set: () => {
      if (isReady) recover.mutate({ personId, code, secret: value.secret });
    },
  };
}
