import { useMutation } from '@tanstack/react-query';
import { Alert, Button, Dialog, Field, Select, TextInput, useEnterAsTab, useHotkeys, useToast } from '@lianyi/ui';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldError } from '../../../contract/views.ts';
import { useHost } from '../../client/useHost.ts';
import { FailureNotice } from '../../shell/FailureNotice.tsx';
import { useErrorWords } from '../../shell/errors.ts';
import { useQueueRequest } from '../../shell/queueRequest.ts';
import { PatientPicker, type PickedPatient } from './PatientPicker.tsx';

const levels = ['I', 'II', 'III', 'IV'] as const;
type Level = (typeof levels)[number];

/** Registers a waiting patient; opened from any page through shell/queueRequest.ts. */
export function QueueDialog() {
  const { t } = useTranslation('queue');
  const shell = useTranslation('shell').t;
  const { request, close } = useQueueRequest();
  const [draft, setDraft] = useState<Draft>(emptyDraft);
  const [errors, setErrors] = useState<readonly FieldError[]>([]);
  const host = useHost();
  const toast = useToast();
  const leave = useMutation(host.queue.leave.mutationOptions());
  const add = useMutation(host.queue.add.mutationOptions());
  const patient = request?.patientId == null ? draft.patient : { patientId: request.patientId, name: request.name };

  const end = () => { setDraft(emptyDraft); setErrors([]); close(); };
  const register = () => {
    if (add.isPending) return;
    if (patient === null) { setErrors([{ field: 'patientId', code: 'patientMissing' }]); return; }
    add.mutate({ patientId: patient.patientId, reason: draft.reason, triage: draft.triage }, {
      onSuccess: (answer) => {
        if (!answer.ok) { setErrors(answer.errors); return; }
        end();
        toast({
          text: t('registered', { number: answer.number, name: patient.name }),
          undo: { label: shell('undo'), keyHint: 'Ctrl Z', onUndo: () => { leave.mutate({ queueEntryId: answer.queueEntryId }); } },
        });
      },
    });
  };

  return (
    <Dialog isOpen={request !== null} onClose={end} icon="people" title={t('title')}
      foot={<><Button keyHint="Esc" onClick={end}>{shell('cancel')}</Button><Button variant="primary" keyHint="F8" disabled={add.isPending} onClick={register}>{t('register')}</Button></>}>
      <QueueForm draft={draft} onChange={setDraft} patient={patient} isGiven={request?.patientId != null} errors={errors} onRegister={register} />
    </Dialog>
  );
}

interface Draft { readonly patient: PickedPatient | null; readonly reason: string; readonly triage: Level }
const emptyDraft: Draft = { patient: null, reason: '', triage: 'IV' };

function QueueForm({ draft, onChange, patient, isGiven, errors, onRegister }: {
  readonly draft: Draft; readonly onChange: (draft: Draft) => void; readonly patient: PickedPatient | null; readonly isGiven: boolean;
  readonly errors: readonly FieldError[]; readonly onRegister: () => void;
}) {
  const { t } = useTranslation('queue');
  const words = useErrorWords('queue');
  const form = useRef<HTMLDivElement>(null);
  useEnterAsTab(form, onRegister);
  useHotkeys({ F8: onRegister });
  const errorAt = (field: string) => { const error = errors.find((candidate) => candidate.field === field); return error === undefined ? undefined : words(error); };
  const elsewhere = errors.filter(({ field }) => !['patientId', 'reason', 'triage'].includes(field));
  return (
    <div ref={form} className="dialogform">
      <Field label={t('patient')} error={errorAt('patientId')} hint="">
        {isGiven && patient !== null ? <TextInput value={patient.name} readOnly /> : <PatientPicker picked={patient} onPick={(picked) => { onChange({ ...draft, patient: picked }); }} />}
      </Field>
      <Field label={t('reason')} error={errorAt('reason')} hint={t('reasonHint')}>
        <TextInput value={draft.reason} onChange={(reason) => { onChange({ ...draft, reason }); }} />
      </Field>
      <Field label={t('triage')} error={errorAt('triage')} hint={t('triageHint')}>
        <Select value={draft.triage} onChange={(triage) => { onChange({ ...draft, triage }); }} options={levels.map((value) => ({ value, label: t(`level.${value}`) }))} />
      </Field>
      {elsewhere.map((error) => <Alert key={error.code} title={words(error)} />)}
      <FailureNotice />
    </div>
  );
}
