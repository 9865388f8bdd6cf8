import { useMutation } from '@tanstack/react-query';
import { Alert, Button, Field, TextArea, useToast } from '@lianyi/ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LeaseExtended } from '../../../contract/views.ts';
import { useHost } from '../../client/useHost.ts';

/** The PIN was right, and the county has not been heard from for too long: what goes on, and the code that helps without a line. */
export function LeaseOver({ onExtended }: { readonly onExtended: () => void }) {
  const { t } = useTranslation('session');
  const toast = useToast();
  const [code, setCode] = useState('');
  const [failed, setFailed] = useState<Extract<LeaseExtended, { ok: false }>['reason'] | null>(null);
  const extend = useMutation(useHost().keys.extendLease.mutationOptions({
    onSuccess: (answer) => {
      if (!answer.ok) { setFailed(answer.reason); return; }
      toast({ text: t('leaseOver.done', { count: answer.lease.daysLeft }) });
      onExtended();
    },
  }));
  return (
    <form className="forgotten" onSubmit={(event) => {
      event.preventDefault();
      if (code.trim() !== '') extend.mutate({ code });
    }}>
      <Alert tone="warn" icon="clock" title={t('leaseOver.title')}>{t('leaseOver.safe')}</Alert>
      <Field label={t('leaseOver.code')} hint={t('leaseOver.codeHint')} error={failed === null ? undefined : t(`leaseOver.why.${failed}`)}>
        <TextArea rows={3} value={code} onChange={(text) => { setCode(text); setFailed(null); }} />
      </Field>
      <div className="forgottenbuttons"><Button type="submit" disabled={code.trim() === '' || extend.isPending}>{t('leaseOver.use')}</Button></div>
    </form>
  );
}
