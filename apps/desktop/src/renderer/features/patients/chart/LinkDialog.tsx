import { useMutation } from '@tanstack/react-query';
import { Alert, Field, Picker, TextInput, useToast } from '@lianyi/ui';
import type { Patient } from '@lianyi/schema/documents/patient';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldError, PatientHit } from '../../../../contract/views.ts';
import { useHost } from '../../../client/useHost.ts';
import { useIsComing } from '../../../client/useLine.ts';
import { useTypedSearch } from '../../../client/useTypedSearch.ts';
import { identityNumberText, phoneText } from '../../../format/numbers.ts';
import { useFormat } from '../../../format/useFormat.ts';
import { errorsByField, useErrorWords } from '../../../shell/errors.ts';
import { FactsBeside, type Facts } from '../FactsBeside.tsx';
import { addressText } from '../SideCard.tsx';
import { FormDialog } from './FormDialog.tsx';

/** Says that another record is the same person's: found by search, looked at side by side, with the reason. */
export function LinkDialog({ patient, onClose }: { readonly patient: Patient; readonly onClose: () => void }) {
  const { t } = useTranslation('patients');
  const host = useHost();
  const toast = useToast();
  const words = useErrorWords('patients');
  const [other, setOther] = useState<PatientHit | null>(null);
  const [reason, setReason] = useState('');
  const [errors, setErrors] = useState<readonly FieldError[]>([]);
  const { mutate, isPending } = useMutation(host.patients.link.mutationOptions({
    onSuccess: (result) => {
      if (!result.ok) { setErrors(result.errors); return; }
      toast({ text: t('linkedToast') });
      onClose();
    },
  }));
  const save = () => {
    if (other === null) { setErrors([{ field: 'otherId', code: 'otherRequired' }]); return; }
    mutate({ patientId: patient.id, otherId: other.patientId, reason });
  };
  const fieldErrors = errorsByField(errors, words);
  return (
    <FormDialog title={t('linkTitle')} icon="people" isWide saveLabel={t('link')} changing={{ isSaving: isPending, stale: null }} onSave={save} onClose={onClose}
      otherErrors={errors.filter(({ field }) => field !== 'reason' && field !== 'otherId').map(words)}>
      <p className="sub">{t('linkBody')}</p>
      <Field label={t('otherRecord')} hint="" error={fieldErrors['otherId']} isRequired><OtherRecordPicker patientId={patient.id} picked={other} onPick={setOther} /></Field>
      {other !== null && <Beside patient={patient} other={other} />}
      <Field label={t('linkReason')} hint={t('linkReasonHow')} error={fieldErrors['reason']} isRequired><TextInput value={reason} maxLength={300} onChange={setReason} /></Field>
    </FormDialog>
  );
}

function OtherRecordPicker({ patientId, picked, onPick }: { readonly patientId: string; readonly picked: PatientHit | null; readonly onPick: (hit: PatientHit | null) => void }) {
  const { t } = useTranslation('patients');
  const format = useFormat();
  const isComing = useIsComing();
  const [query, setQuery] = useState('');
  const { answer, isBehind } = useTypedSearch(useHost().patients.search.queryOptions({ query, limit: 8, onlyHere: false }, { enabled: query.trim() !== '' }));
  const hits = query.trim() === '' ? [] : (answer.data?.hits ?? []).filter((hit) => hit.patientId !== patientId);
  return (
    <Picker<PatientHit> isSingle query={query} onQueryChange={setQuery} items={hits} isBehind={isBehind} itemKey={(hit) => hit.patientId} icon="search" placeholder={t('findOther')} emptyText={t(query.trim() === '' ? 'findOther' : isComing ? 'noOtherYet' : 'noOther')}
      itemLine={(hit) => ({ title: `${hit.name}  ${format.sexYears(hit.sex, hit.ageYears)}  ${hit.address}`, why: hit.phone === null ? '' : phoneText(hit.phone) })} onPick={onPick}
      chips={picked === null ? [] : [{ id: picked.patientId, label: picked.name, removeLabel: `× ${picked.name}`, onRemove: () => { onPick(null); } }]} />
  );
}

/** Both identities; what differs is said before anybody links. */
function Beside({ patient, other }: { readonly patient: Patient; readonly other: PatientHit }) {
  const { t } = useTranslation('patients');
  const format = useFormat();
  const left: Facts = {
    name: patient.identity.name, sex: format.sex(patient.identity.sex), birthDate: format.fullDate(patient.identity.birthDate), address: addressText(patient.address),
    phone: patient.phone === null ? '' : phoneText(patient.phone), identityNumber: patient.identity.document === null ? '' : identityNumberText(patient.identity.document.number),
  };
  const right: Facts = {
    name: other.name, sex: format.sex(other.sex), birthDate: format.fullDate(other.birthDate), address: other.address,
    phone: other.phone === null ? '' : phoneText(other.phone), identityNumber: other.identityNumber === null ? '' : identityNumberText(other.identityNumber),
  };
  const isOther = patient.identity.birthDate !== other.birthDate || patient.identity.sex !== other.sex;
  return (
    <>
      <FactsBeside left={{ title: t('thisRecord'), facts: left }} right={{ title: t('otherRecord'), facts: right }} />
      {isOther && <Alert tone="warn" title={t('linkDiffers')} />}
    </>
  );
}
