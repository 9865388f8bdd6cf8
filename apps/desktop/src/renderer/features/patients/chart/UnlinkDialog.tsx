import { useMutation } from '@tanstack/react-query';
import { Field, TextInput, useToast } from '@lianyi/ui';
import type { Patient } from '@lianyi/schema/documents/patient';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldError } from '../../../../contract/views.ts';
import { useHost } from '../../../client/useHost.ts';
import { errorsByField, useErrorWords } from '../../../shell/errors.ts';
import { FormDialog } from './FormDialog.tsx';

/** Parts two records that are not one person's after all. */
export function UnlinkDialog({ patientId, other, onClose }: { readonly patientId: string; readonly other: Patient; readonly onClose: () => void }) {
  const { t } = useTranslation('patients');
  const toast = useToast();
  const words = useErrorWords('patients');
  const [reason, setReason] = useState('');
  const [errors, setErrors] = useState<readonly FieldError[]>([]);
  const { mutate, isPending } = useMutation(useHost().patients.unlink.mutationOptions({
    onSuccess: (result) => {
      if (!result.ok) { setErrors(result.errors); return; }
      toast({ text: t('unlinkedToast') });
      onClose();
    },
  }));
  return (
    <FormDialog title={t('unlinkTitle', { name: other.identity.name })} icon="people" tone="warn" saveLabel={t('unlink')} changing={{ isSaving: isPending, stale: null }}
      otherErrors={errors.filter(({ field }) => field !== 'reason').map(words)} onSave={() => { mutate({ patientId, otherId: other.id, reason }); }} onClose={onClose}>
      <p className="sub">{t('unlinkBody')}</p>
      <Field label={t('linkReason')} hint="" error={errorsByField(errors, words)['reason']} isRequired><TextInput value={reason} maxLength={300} onChange={setReason} /></Field>
    </FormDialog>
  );
}
