import { Field, TextInput } from '@lianyi/ui';
import type { Patient } from '@lianyi/schema/documents/patient';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorWords } from '../../../shell/errors.ts';
import { FormDialog } from './FormDialog.tsx';
import { useChangePatient } from './useChangePatient.ts';

export interface EndEntryDialogProps {
  readonly patient: Patient;
  /** `allergies/<id>` or `problems/<id>` */
  readonly unit: string;
  readonly to: 'refuted' | 'resolved' | 'enteredInError';
  readonly onClose: () => void;
}

/** An entry is never deleted: it is refuted, resolved or entered in error, with the reason beside it. */
export function EndEntryDialog({ patient, unit, to, onClose }: EndEntryDialogProps) {
  const { t } = useTranslation('patients');
  const words = useErrorWords('patients');
  const [reason, setReason] = useState('');
  const [isTried, setTried] = useState(false);
  const changing = useChangePatient(patient.id);
  const [set = '', id = ''] = unit.split('/');
  const [entry] = useState(set === 'allergies' ? patient.allergies[id] : patient.problems[id]);
  const isAllergy = set === 'allergies';
  const name = entry === undefined ? '' : 'substance' in entry ? entry.substance : entry.text;
  const needsReason = to !== 'resolved' && reason.trim() === '';
  const reasonError = isTried && needsReason ? t('errors.reasonRequired') : changing.errors.filter(({ field }) => field.endsWith('.statusReason')).map(words)[0];
  const save = () => {
    setTried(true);
    if (needsReason) return;
    changing.save([{ unit, before: entry ?? null, after: { ...entry, status: to, statusReason: reason.trim() } }], onClose);
  };
  return (
    <FormDialog title={isAllergy ? t('refuteTitle', { name }) : t('resolveTitle', { name })} icon="warn" tone="warn" changing={changing} onSave={save} onClose={onClose}
      saveLabel={t(to === 'refuted' ? 'refute' : to === 'resolved' ? 'resolve' : 'enteredInError')}
      otherErrors={changing.errors.filter(({ field }) => !field.endsWith('.statusReason')).map(words)}>
      <p className="sub">{t(isAllergy ? 'refuteBody' : 'resolveBody')}</p>
      <Field label={t('entryReason')} hint={t('entryReasonHint')} error={reasonError} isRequired={to !== 'resolved'}><TextInput value={reason} onChange={setReason} /></Field>
    </FormDialog>
  );
}
