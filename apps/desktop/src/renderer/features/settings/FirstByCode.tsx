import { Alert, Button, Field, TextInput, useHotkeys, useToast } from '@lianyi/ui';
import { useTranslation } from 'react-i18next';
import type { KeyHolder } from '../../../contract/views.ts';
import { NewSecretFields } from '../../shell/NewSecretFields.tsx';
import { useSecretByCode } from '../../shell/useSecretByCode.ts';

export interface FirstByCodeProps {
  readonly holder: KeyHolder;
  readonly kind: 'pin' | 'passphrase';
  readonly onClose: () => void;
}

/** The first PIN of somebody who may do more than who is signed in: who can set it, and the county's code by which it is set here. */
export function FirstByCode({ holder, kind, onClose }: FirstByCodeProps) {
  const { t } = useTranslation('settings');
  const session = useTranslation('session').t;
  const toast = useToast();
  const { code, value, failed, isReady, typeCode, typeSecret, set } = useSecretByCode(holder.personId, kind, () => {
    toast({ text: t(`keys.done.${kind}`, { name: holder.name }) });
    onClose();
  });
  useHotkeys({ Esc: onClose });
  return (
    <form className="keyform" onSubmit={(event) => {
      event.preventDefault();
      set();
    }}>
      <p className="hint">{t('keys.byCode', { name: holder.name })}</p>
      <Field label={t('keys.code')} hint={t('keys.codeHint')}>
        <TextInput autoFocus value={code} onChange={typeCode} />
      </Field>
      <NewSecretFields value={value} kind={kind} fault={failed?.reason === 'fault' ? failed.fault : null} onChange={typeSecret} />
      <p className="hint">{t('keys.ownHand', { name: holder.name })}</p>
      {failed !== null && failed.reason !== 'fault' && <Alert tone="warn" title={t('keys.notSet')}>{session(`forgotten.why.${failed.reason}`)}</Alert>}
      <div className="keybuttons">
        <Button keyHint="Esc" onClick={onClose}>{t('keys.cancel')}</Button>
        <Button type="submit" variant="primary" disabled={!isReady}>{t('keys.keep')}</Button>
      </div>
    </form>
  );
}
