import { Field, TextArea, TextInput } from '@lianyi/ui';
import { useTranslation } from 'react-i18next';
import type { VisitDraft } from '../../visit/visitDrafts.ts';
import { typeSection } from '../../visit/visitDrafts.ts';
import { errorsByField, useErrorWords } from '../../shell/errors.ts';

export interface SectionProps {
  readonly encounterId: string;
  readonly draft: VisitDraft;
  readonly isReadOnly: boolean;
}

/** Complaint, history, examination: three texts, one below the other. */
export function Narrative({ encounterId, draft: { typed, errors }, isReadOnly }: SectionProps) {
  const { t } = useTranslation('encounters');
  const errorAt = errorsByField(errors, useErrorWords('encounters'));
  return (
    <div className="hist">
      <Field label={<span className="sr">{t('complaint')}</span>} error={errorAt['complaint']}>
        <TextInput value={typed.complaint} placeholder={t('complaint')} readOnly={isReadOnly} onChange={(text) => { typeSection(encounterId, 'complaint', text); }} />
      </Field>
      <Field label={<span className="sr">{t('history')}</span>} error={errorAt['history']} className="fills">
        <TextArea value={typed.history} placeholder={t('history')} readOnly={isReadOnly} onChange={(text) => { typeSection(encounterId, 'history', text); }} />
      </Field>
      <Field label={<span className="sr">{t('examination')}</span>} error={errorAt['examination']} className="fills">
        <TextArea value={typed.examination} placeholder={t('examination')} readOnly={isReadOnly} onChange={(text) => { typeSection(encounterId, 'examination', text); }} />
      </Field>
    </div>
  );
}

/** What is to be done, in words. */
export function PlanField({ encounterId, draft: { typed, errors }, isReadOnly }: SectionProps) {
  const { t } = useTranslation('encounters');
  const errorAt = errorsByField(errors, useErrorWords('encounters'));
  return (
    <Field label={<span className="sr">{t('plan')}</span>} error={errorAt['plan']} className="fills">
      <TextArea value={typed.plan} placeholder={t('planHint')} readOnly={isReadOnly} onChange={(text) => { typeSection(encounterId, 'plan', text); }} />
    </Field>
  );
}
