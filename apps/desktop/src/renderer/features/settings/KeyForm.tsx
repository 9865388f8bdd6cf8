import { useMutation } from '@tanstack/react-query';
import { Alert, Button, Field, TextInput, useHotkeys, useToast } from '@lianyi/ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { KeyHolder, SecretChanged } from '../../../contract/views.ts';
import { useHost } from '../../client/useHost.ts';
import { isGoodSecret, NewSecretFields, noSecret } from '../../shell/NewSecretFields.tsx';

/** One's own with the old one; another's in place of a forgotten one, with a reason; the first of somebody who has none. */
export type KeyAct = 'change' | 'reset' | 'first';

export interface KeyFormProps {
  readonly holder: KeyHolder;
  readonly act: KeyAct;
  readonly kind: 'pin' | 'passphrase';
  readonly onClose: () => void;
}

/** A new PIN, typed by whose it is. */
export function KeyForm({ holder, act, kind, onClose }: KeyFormProps) {
  const { t } = useTranslation('settings');
  const host = useHost();
  const toast = useToast();
  const [old, setOld] = useState('');
  const [reason, setReason] = useState('');
  const [value, setValue] = useState(noSecret);
  const [failed, setFailed] = useState<Exclude<SecretChanged, { ok: true }> | null>(null);
  const onSuccess = (answer: SecretChanged) => {
    if (!answer.ok) { setFailed(answer); return; }
    toast({ text: t(`keys.done.${kind}`, { name: holder.name }) });
    onClose();
  };
  const change = useMutation(host.keys.change.mutationOptions({ onSuccess }));
  const set = useMutation(host.keys.set.mutationOptions({ onSuccess }));
  useHotkeys({ Esc: onClose });
  const isReady = isGoodSecret(value, kind) && (act !== 'change' || old !== '') && (act !== 'reset' || reason.trim() !== '') && !change.isPending && !set.isPending;
  const submit = () => {
    if (act === 'change') change.mutate({ old, secret: value.secret });
    else set.mutate({ personId: holder.personId, secret: value.secret, reason });
  };
  return (
    <form className="keyform" onSubmit={(event) => { event.preventDefault(); if (isReady) submit(); }}>
      {act === 'change' && <Field label={t(`keys.old.${kind}`)} hint=""><TextInput type="password" autoFocus value={old} onChange={(text) => { setOld(text); setFailed(null); }} /></Field>}
      {act === 'reset' && <Field label={t('keys.reason')} hint={t('keys.reasonHint')}><TextInput autoFocus maxLength={300} value={reason} onChange={setReason} /></Field>}
      <NewSecretFields value={value} kind={kind} fault={failed?.reason === 'fault' ? failed.fault : null} onChange={(next) => { setValue(next); setFailed(null); }} />
      {act !== 'change' && <p className="hint">{t('keys.ownHand', { name: holder.name })}</p>}
      {failed !== null && failed.reason !== 'fault' && <Alert tone="warn" title={t('keys.failed')}><FailureWords failed={failed} /></Alert>}
      <div className="keybuttons">
        <Button keyHint="Esc" onClick={onClose}>{t('keys.cancel')}</Button>
        <Button type="submit" variant="primary" disabled={!isReady}>{t('keys.keep')}</Button>
      </div>
    </form>
  );
}

function FailureWords({ failed }: { readonly failed: Exclude<SecretChanged, { ok: true } | { reason: 'fault' }> }) {
  const { t } = useTranslation('settings');
  if (failed.reason !== 'old') return t(`keys.why.${failed.reason}`);
  const { old } = failed;
  if (old.reason === 'wrong') return old.isWaiting ? t('keys.wait', { seconds: old.waitSeconds }) : t('keys.wrong', { left: old.attemptsLeft });
  return t(old.reason === 'lockedOut' ? 'keys.lockedOut' : 'keys.damaged');
}
