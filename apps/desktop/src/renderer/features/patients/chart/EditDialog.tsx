import { isSameJson } from '@lianyi/schema/basics/canonicalJson';
import type { Patient } from '@lianyi/schema/documents/patient';
import { checkPatientDraft, type PatientDraft } from '@lianyi/schema/rules/patientDraft';
import { useToast } from '@lianyi/ui';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../format/useFormat.ts';
import { useErrorWords } from '../../../shell/errors.ts';
import { BloodGroupField, IdentityFields, ReachFields, RecordFields } from '../register/DraftFields.tsx';
import type { DraftForm } from '../register/draftForm.ts';
import { emptyDraft } from '../register/registerDraft.ts';
import { FormDialog } from './FormDialog.tsx';
import { useChangePatient, type UnitChange } from './useChangePatient.ts';

/** Changes what a record says of the person; only the units that differ from what the form started with are saved. */
export function EditDialog({ patient: current, onClose }: { readonly patient: Patient; readonly onClose: () => void }) {
  const { t } = useTranslation('patients');
  const words = useErrorWords('patients');
  const { today } = useFormat();
  const toast = useToast();
  // The values that the form started with: what others change meanwhile must not slip in as if it had been seen.
  const [patient] = useState(current);
  const [draft, setDraft] = useState(() => draftOf(patient));
  const [isTried, setTried] = useState(false);
  const changing = useChangePatient(patient.id);
  const { errors, fromIdentityNumber } = useMemo(() => checkPatientDraft(draft, today), [draft, today]);
  // A mistake that the record had before is no reason to refuse another field's change.
  const own = errors.filter(({ field }) => changedFields(draft, patient).has(field));
  const shown = isTried ? [...own, ...changing.errors] : changing.errors;
  const form: DraftForm = {
    draft, onChange: (changes) => { setDraft({ ...draft, ...changes }); }, onLeave: () => undefined,
    errorAt: (field) => { const error = shown.find((candidate) => candidate.field === field); return error === undefined ? undefined : words(error); },
  };
  const save = () => {
    setTried(true);
    if (own.length > 0) return;
    const changes = changesOf(draft, patient);
    if (changes.length === 0) { toast({ icon: 'info', text: t('nothingChanged') }); onClose(); return; }
    changing.save(changes, onClose);
  };
  return (
    <FormDialog title={t('editTitle')} isWide changing={changing} onSave={save} onClose={onClose}
      otherErrors={changing.errors.filter(({ field }) => !(field in emptyDraft)).map(words)}>
      <div className="grid12 editgrid">
        <IdentityFields form={form} fromNumber={fromIdentityNumber} ageWords="" isNew={false} />
        <ReachFields form={form} />
        <BloodGroupField form={form} />
        <RecordFields form={form} />
      </div>
    </FormDialog>
  );
}

function draftOf(patient: Patient): PatientDraft {
  const { identity, address, contact } = patient;
  return {
    ...emptyDraft,
    name: identity.name, sex: identity.sex, birthDate: identity.birthDate, documentType: identity.document?.type ?? '01', identityNumber: identity.document?.number ?? '',
    phone: patient.phone ?? '', village: address?.village ?? '', group: address?.group ?? '', addressDetail: address?.detail ?? '', bloodGroup: patient.bloodGroup ?? '',
    recordNumber: patient.recordNumber ?? '', contactName: contact?.name ?? '', contactRelation: contact?.relation ?? '', contactPhone: contact?.phone ?? '',
    insurance: patient.insurance ?? '', formerName: patient.formerName ?? '',
  };
}

function changedFields(draft: PatientDraft, patient: Patient): ReadonlySet<string> {
  const before: Readonly<Record<string, unknown>> = { ...draftOf(patient) };
  return new Set(Object.entries(draft).filter(([field, value]) => !isSameJson(value, before[field])).map(([field]) => field));
}

const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());

/** The units whose fields were changed, as typed: the host tidies and checks them once more. */
function changesOf(draft: PatientDraft, patient: Patient): readonly UnitChange[] {
  const after: Readonly<Record<string, unknown>> = {
    identity: { name: draft.name, sex: draft.sex, birthDate: draft.birthDate, document: orNull(draft.identityNumber) === null ? null : { type: draft.documentType, number: draft.identityNumber } },
    phone: orNull(draft.phone),
    address: orNull(draft.village + draft.group + draft.addressDetail) === null ? null : { village: draft.village, group: draft.group, detail: draft.addressDetail },
    contact: orNull(draft.contactName + draft.contactRelation + draft.contactPhone) === null ? null : { name: draft.contactName, relation: draft.contactRelation, phone: draft.contactPhone },
    bloodGroup: orNull(draft.bloodGroup),
    recordNumber: orNull(draft.recordNumber),
    insurance: orNull(draft.insurance),
    formerName: orNull(draft.formerName),
  };
  const before: Readonly<Record<string, unknown>> = { ...patient };
  return Object.entries(after).flatMap(([unit, value]) => (isSameJson(value, before[unit] ?? null) ? [] : [{ unit, before: before[unit] ?? null, after: value }]));
}
