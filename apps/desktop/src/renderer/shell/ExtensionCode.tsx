import { useMutation } from '@tanstack/react-query';
import { Button, Field, TextArea, useToast } from '@lianyi/ui';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { LeaseExtended } from '../../contract/views.ts';
import { useHost } from '../client/useHost.ts';

export interface ExtensionCodeProps {
  readonly className: string;
  /** What stands before the field. */
  readonly lead?: ReactNode;
  /** What is told once the days are there. @param days that are left then */
  readonly doneText: (days: number) => string;
  readonly onExtended: () => void;
  /** With it there is a way back. */
  readonly onCancel?: () => void;
}

/** The code of the county by which a PC without a line may be opened longer: it needs none itself. */
export function ExtensionCode({ className, lead, doneText, onExtended, onCancel }: ExtensionCodeProps) {
  const { t } = useTranslation();
  const toast = useToast();
  const [code, setCode] = useState('');
  const [failed, setFailed] = useState<Extract<LeaseExtended, { ok: false }> | null>(null);
  const extend = useMutation(useHost().keys.extendLease.mutationOptions({
    onSuccess: (answer) => {
      if (!answer.ok) { setFailed(answer); return; }
      toast({ text: doneText(answer.lease.daysLeft) });
      onExtended();
    },
  }));
  return (
    <form className={className} onSubmit={(event) => {
      event.preventDefault();
      if (code.trim() !== '' && !extend.isPending) extend.mutate({ code });
    }}>
      {lead}
      <Field label={t('extension.code')} hint={t('extension.codeHint')} error={failed === null ? undefined : failed.reason === 'shorter' ? t('extension.shorter', { days: failed.days, left: failed.daysLeft }) : t(`extension.why.${failed.reason}`)}>
        <TextArea rows={3} value={code} onChange={(text) => { setCode(text); setFailed(null); }} />
      </Field>
      <div className="extensionbuttons">
        {onCancel !== undefined && <Button onClick={onCancel}>{t('cancel')}</Button>}
        <Button type="submit" disabled={code.trim() === '' || extend.isPending}>{t('extension.use')}</Button>
      </div>
    </form>
  );
}
