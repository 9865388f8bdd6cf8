import { Alert, Button, Field, TextInput, useHotkeys, useToast } from '@lianyi/ui';
import { useTranslation } from 'react-i18next';
import type { StaffSlot } from '../../../contract/views.ts';
import { NewSecretFields } from '../../shell/NewSecretFields.tsx';
import { useSecretByCode } from '../../shell/useSecretByCode.ts';

export interface ForgottenSecretProps {
  readonly person: StaffSlot;
  readonly kind: 'pin' | 'passphrase';
  readonly onBack: () => void;
}

/** Who can help whoever has forgotten it, and the code of the county by which they set a new one here. */
export function ForgottenSecret({ person, kind, onBack }: ForgottenSecretProps) {
  const { t } = useTranslation('session');
  const toast = useToast();
  const { code, value, failed, isReady, isAsking, typeCode, typeSecret, set } = useSecretByCode(person.personId, kind, (name) => {
    toast({ text: t('forgotten.done', { name }) });
    onBack();
  });
  useHotkeys({ Esc: onBack });
  return (
    <form className="forgotten" onSubmit={(event) => {
      event.preventDefault();
      set();
    }}>
      <ol>
        <li>{t('forgotten.head')}</li>
        <li>{t('forgotten.county')}</li>
      </ol>
      <Field label={t('forgotten.code')} hint={t('forgotten.codeHint')}>
        <TextInput autoFocus value={code} onChange={typeCode} />
      </Field>
      <div className="forgottenpair">
        <NewSecretFields value={value} kind={kind} fault={failed?.reason === 'fault' ? failed.fault : null} onChange={typeSecret} />
      </div>
      {failed !== null && failed.reason !== 'fault' && <Alert tone="warn" title={t('forgotten.failed')}>{t(`forgotten.why.${failed.reason}`)}</Alert>}
      <div className="forgottenbuttons">
        <Button keyHint="Esc" onClick={onBack}>{t('forgotten.back')}</Button>
        <Button type="submit" variant="primary" keyHint="Enter" disabled={!isReady}>{t(isAsking ? 'forgotten.asking' : 'forgotten.set')}</Button>
      </div>
    </form>
  );
}
