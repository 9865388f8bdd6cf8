import { Field, TextInput } from '@lianyi/ui';
import type { ProblemDraft } from '@lianyi/schema/rules/patientDraft';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorWords } from '../../../shell/errors.ts';
import { ProblemPicker } from '../register/ProblemPicker.tsx';
import { FormDialog } from './FormDialog.tsx';
import { useChangePatient } from './useChangePatient.ts';

const unit = 'problems/new';

export function AddProblemDialog({ patientId, onClose }: { readonly patientId: string; readonly onClose: () => void }) {
  const { t } = useTranslation('patients');
  const words = useErrorWords('patients');
  const [problem, setProblem] = useState<ProblemDraft | null>(null);
  const [query, setQuery] = useState('');
  const typed = query.trim();
  const [onset, setOnset] = useState('');
  const [isTried, setTried] = useState(false);
  const changing = useChangePatient(patientId);
  const onsetError = changing.errors.find(({ field }) => field === `${unit}.onset`);
  const save = () => {
    setTried(true);
    if (problem !== null && typed === '') changing.save([{ unit, before: null, after: { ...problem, onset, status: 'active', statusReason: '' } }], onClose);
  };
  return (
    <FormDialog title={t('problemTitle')} changing={changing} otherErrors={changing.errors.filter((error) => error !== onsetError).map(words)} onSave={save} onClose={onClose}>
      <Field label={t('chronic')} hint={t('chronicHint')} error={!isTried ? undefined : typed !== '' ? t('chronicTyped', { text: typed }) : problem === null ? t('errors.required') : undefined} isRequired>
        <ProblemPicker query={query} onQuery={setQuery} problems={problem === null ? [] : [problem]} onChange={(problems) => { setProblem(problems.at(-1) ?? null); }} />
      </Field>
      <Field label={t('onset')} hint="" error={onsetError && words(onsetError)}><TextInput value={onset} onChange={setOnset} inputMode="numeric" /></Field>
    </FormDialog>
  );
}
