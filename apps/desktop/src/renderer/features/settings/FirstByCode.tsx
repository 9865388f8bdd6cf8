import { useMutation } from '@tanstack/react-query';
import { Alert, Button, Field, TextInput, useHotkeys, useToast } from '@lianyi/ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { KeyHolder, SecretRecovered } from '../../../contract/views.ts';
import { useHost } from '../../client/useHost.ts';
import { isGoodSecret, NewSecretFields, noSecret } from '../../shell/NewSecretFields.tsx';

export interface FirstByCodeProps {
  readonly holder: KeyHolder;
  readonly kind: 'pin' | 'passphrase';
  readonly onClose: () => void;
}

const codeLetters = 12;

/** The first PIN of somebody who may do more than who is signed in: who can set it, and the county's code by which it is set here. */
export function FirstByCode({ holder, kind, onClose }: FirstByCodeProps) {
  const { t } = useTranslation('settings');
  const session = useTranslation('session').t;
  const toast = useToast();
  const [code, setCode] = useState('');
  const [value, setValue] = useState(noSecret);
  const [failed, setFailed] = useState<Exclude<SecretRecovered, { ok: true }> | null>(null);
  const recover = useMutation(useHost().keys.recover.mutationOptions({
    onSuccess: (answer) => {
      if (!answer.ok) { setFailed(answer); return; }
      toast({ text: t(`keys.done.${kind}`, { name: holder.name }) });
      onClose();
    },
  }));
  useHotkeys({ Esc: onClose });
  const isReady = code.replaceAll(/[^0-9a-z]/gi, '').length === codeLetters && isGoodSecret(value, kind) && !recover.isPending;
  return (
    <form className="keyform" onSubmit={(event) => {
      event.preventDefault();
      if (isReady) recover.mutate({ personId: holder.personId, code, secret: value.secret });
    }}>
      <p className="hint">{t('keys.byCode', { name: holder.name })}</p>
      <Field label={t('keys.code')} hint={t('keys.codeHint')}>
        <TextInput autoFocus value={code} onChange={(text) => { setCode(text); setFailed(null); }} />
      </Field>
      <NewSecretFields value={value} kind={kind} fault={failed?.reason === 'fault' ? failed.fault : null} onChange={(next) => { setValue(next); setFailed(null); }} />
      <p className="hint">{t('keys.ownHand', { name: holder.name })}</p>
      {failed !== null && failed.reason !== 'fault' && <Alert tone="warn" title={t('keys.notSet')}>{session(`forgotten.why.${failed.reason}`)}</Alert>}
      <div className="keybuttons">
        <Button keyHint="Esc" onClick={onClose}>{t('keys.cancel')}</Button>
        <Button type="submit" variant="primary" disabled={!isReady}>{t('keys.keep')}</Button>
      </div>
    </form>
  );
}
