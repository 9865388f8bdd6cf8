import { useMutation, useQuery } from '@tanstack/react-query';
import { Field, Picker, TextInput, useToast } from '@lianyi/ui';
import type { Patient } from '@lianyi/schema/documents/patient';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldError, InstitutionChoice } from '../../../../contract/views.ts';
import { useHost } from '../../../client/useHost.ts';
import { errorsByField, useErrorWords } from '../../../shell/errors.ts';
import { FormDialog } from './FormDialog.tsx';

/** Sends the whole record to another institution, with the reason. It stays here until the county has carried it out. */
export function MoveDialog({ patient, onClose }: { readonly patient: Patient; readonly onClose: () => void }) {
  const { t } = useTranslation('patients');
  const host = useHost();
  const toast = useToast();
  const words = useErrorWords('patients');
  const [query, setQuery] = useState('');
  const [to, setTo] = useState<InstitutionChoice | null>(null);
  const [reason, setReason] = useState('');
  const [errors, setErrors] = useState<readonly FieldError[]>([]);
  const institutions = useQuery(host.patients.institutions.queryOptions());
  const { mutate, isPending } = useMutation(host.patients.move.mutationOptions({
    onSuccess: (result) => {
      if (!result.ok) { setErrors(result.errors); return; }
      toast({ text: t('moveSaved', { place: to?.name ?? '' }) });
      onClose();
    },
  }));
  const errorAt = errorsByField(errors, words);
  const text = query.trim();
  const found = (institutions.data ?? []).filter(({ orgId, name, shortName }) => orgId !== patient.homeId && (text === '' || name.includes(text) || shortName.includes(text)));
  const save = () => {
    if (isPending) return;
    if (to === null) setErrors([{ field: 'toId', code: 'required' }]);
    else mutate({ patientId: patient.id, toId: to.orgId, reason });
  };
  return (
    <FormDialog title={t('moveTitle', { name: patient.identity.name })} icon="warn" tone="warn" changing={{ isSaving: isPending, stale: null }} onSave={save} onClose={onClose} saveLabel={t('moveSave')}
      otherErrors={errors.filter(({ field }) => field !== 'toId' && field !== 'reason').map(words)}>
      <p className="sub">{t('moveBody')}</p>
      <Field label={t('moveTo')} hint="" error={errorAt['toId']} isRequired>
        <Picker<InstitutionChoice> isSingle query={query} onQueryChange={setQuery} items={found} itemKey={({ orgId }) => orgId} itemLine={({ name }) => ({ title: name })} emptyText={t('nothingFound')} keyHint={to === null ? 'F4' : undefined}
          onPick={(institution) => { setTo(institution); setErrors([]); }}
          chips={to === null ? [] : [{ id: to.orgId, label: to.name, removeLabel: t('remove', { name: to.name }), onRemove: () => { setTo(null); } }]} />
      </Field>
      <Field label={t('moveReason')} hint={t('moveReasonHint')} error={errorAt['reason']} isRequired><TextInput value={reason} maxLength={200} onChange={setReason} /></Field>
    </FormDialog>
  );
}
