import type { AllergyDraft } from '@lianyi/schema/rules/patientDraft';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorWords } from '../../../shell/errors.ts';
import { AllergyEntryFields } from '../register/AllergyFields.tsx';
import { emptyAllergy } from '../register/emptyAllergy.ts';
import { FormDialog } from './FormDialog.tsx';
import { useChangePatient } from './useChangePatient.ts';

/** The name of an entry that the host has not named yet. */
const unit = 'allergies/new';

export function AddAllergyDialog({ patientId, onClose }: { readonly patientId: string; readonly onClose: () => void }) {
  const { t } = useTranslation('patients');
  const words = useErrorWords('patients');
  const [entry, setEntry] = useState<AllergyDraft>(emptyAllergy);
  const changing = useChangePatient(patientId);
  const members = ['substance', 'reaction', 'onset', 'allergyClass'];
  const errorAt = (member: string) => { const error = changing.errors.find(({ field }) => field === `${unit}.${member}`); return error === undefined ? undefined : words(error); };
  return (
    <FormDialog title={t('allergyTitle')} icon="stop" tone="danger" isWide changing={changing} onClose={onClose}
      otherErrors={changing.errors.filter(({ field }) => !members.some((member) => field === `${unit}.${member}`)).map(words)}
      onSave={() => { changing.save([{ unit, before: null, after: { ...entry, status: 'active', statusReason: '' } }], onClose); }}>
      <div className="entry two"><AllergyEntryFields entry={entry} onChange={setEntry} onLeave={() => undefined} errorAt={errorAt} /></div>
    </FormDialog>
  );
}
