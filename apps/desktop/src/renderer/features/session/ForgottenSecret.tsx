import { useMutation } from '@tanstack/react-query';
import { Alert, Button, Field, TextInput, useHotkeys, useToast } from '@lianyi/ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SecretRecovered, StaffSlot } from '../../../contract/views.ts';
import { useHost } from '../../client/useHost.ts';
import { isGoodSecret, NewSecretFields, noSecret } from '../../shell/NewSecretFields.tsx';

export interface ForgottenSecretProps {
  readonly person: StaffSlot;
  readonly kind: 'pin' | 'passphrase';
  readonly onBack: () => void;
}

const codeLetters = 12;

/** Who can help whoever has forgotten it, and the code of the county by which they set a new one here. */
export function ForgottenSecret({ person, kind, onBack }: ForgottenSecretProps) {
  const { t } = useTranslation('session');
  const toast = useToast();
  const [code, setCode] = useState('');
  const [value, setValue] = useState(noSecret);
  const [failed, setFailed] = useState<Exclude<SecretRecovered, { ok: true }> | null>(null);
  const recover = useMutation(useHost().keys.recover.mutationOptions({
    onSuccess: (answer) => {
      if (!answer.ok) { setFailed(answer); return; }
      toast({ text: t('forgotten.done', { name: answer.name }) });
      onBack();
    },
  }));
  useHotkeys({ Esc: onBack });
  const isReady = code.replaceAll(/[^0-9a-z]/gi, '').length === codeLetters && isGoodSecret(value, kind) && !recover.isPending;
  return (
    <form className="forgotten" onSubmit={(event) => {
      event.preventDefault();
      if (isReady) recover.mutate({ personId: person.personId, code, secret: value.secret });
    }}>
      <ol>
        <li>{t('forgotten.head')}</li>
        <li>{t('forgotten.county')}</li>
      </ol>
      <Field label={t('forgotten.code')} hint={t('forgotten.codeHint')}>
        <TextInput autoFocus value={code} onChange={(text) => { setCode(text); setFailed(null); }} />
      </Field>
      <div className="forgottenpair">
        <NewSecretFields value={value} kind={kind} fault={failed?.reason === 'fault' ? failed.fault : null} onChange={(next) => { setValue(next); setFailed(null); }} />
      </div>
      {failed !== null && failed.reason !== 'fault' && <Alert tone="warn" title={t('forgotten.failed')}>{t(`forgotten.why.${failed.reason}`)}</Alert>}
      <div className="forgottenbuttons">
        <Button keyHint="Esc" onClick={onBack}>{t('forgotten.back')}</Button>
        <Button type="submit" variant="primary" keyHint="Enter" disabled={!isReady}>{t(recover.isPending ? 'forgotten.asking' : 'forgotten.set')}</Button>
      </div>
    </form>
  );
}
