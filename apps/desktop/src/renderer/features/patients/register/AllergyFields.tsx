import { useQuery } from '@tanstack/react-query';
import { Button, Field, Select, TextInput } from '@lianyi/ui';
import { nonDrug } from '@lianyi/schema/rules/drugClass';
import type { AllergyDraft } from '@lianyi/schema/rules/patientDraft';
import { useTranslation } from 'react-i18next';
import { useHost } from '../../../client/useHost.ts';
import { useLanguage } from '../../../i18n/language.ts';
import type { DraftForm } from './draftForm.ts';
import { emptyAllergy } from './emptyAllergy.ts';
import { useSubstanceRead } from './useSubstanceRead.ts';

const answers = ['unasked', 'none', 'some'] as const;

/** Not asked, asked and none, asked and some: three different things. */
export function AllergyFields({ form }: { readonly form: DraftForm }) {
  const { t } = useTranslation('patients');
  const { allergyAnswer, allergies } = form.draft;
  const replace = (at: number, entry: AllergyDraft) => { form.onChange({ allergies: allergies.map((old, index) => (index === at ? entry : old)) }); };
  return (
    <div className="w12 entries">
      <Field label={t('allergyAnswer')} hint={allergyAnswer === 'unasked' ? { text: t('unaskedHint'), tone: 'warn' } : ''} error={form.errorAt('allergies')} className="answerfield">
        <Select value={allergyAnswer} options={answers.map((value) => ({ value, label: t(`answer.${value}`) }))}
          onChange={(answer) => { form.onChange({ allergyAnswer: answer, allergies: answer === 'some' ? (allergies.length > 0 ? allergies : [emptyAllergy]) : [] }); }} />
      </Field>
      {allergies.map((entry, at) => (
        // An entry of a form has no name but its place.
        // oxlint-disable-next-line react/no-array-index-key
        <div key={at} className="entry">
          <AllergyEntryFields entry={entry} errorAt={(member) => form.errorAt(`allergies.${at}.${member}`)} onChange={(to) => { replace(at, to); }} onLeave={(member) => { form.onLeave(`allergies.${at}.${member}`); }} />
          <Button variant="quiet" icon="x" aria-label={t('removeEntry')} title={t('removeEntry')} onClick={() => {
            const rest = allergies.filter((_, index) => index !== at);
            form.onChange({ allergies: rest, ...(rest.length === 0 && { allergyAnswer: 'unasked' }) });
          }} />
        </div>
      ))}
      {allergyAnswer === 'some' && <div><Button size="sm" icon="plus" onClick={() => { form.onChange({ allergies: [...allergies, emptyAllergy] }); }}>{t('addAllergy')}</Button></div>}
    </div>
  );
}

const severities = ['mild', 'severe', 'unknown'] as const;

export function AllergyEntryFields({ entry, onChange, onLeave, errorAt }: {
  readonly entry: AllergyDraft; readonly onChange: (entry: AllergyDraft) => void; readonly onLeave: (member: string) => void; readonly errorAt: (member: string) => string | undefined;
}) {
  const { t } = useTranslation('patients');
  const language = useLanguage();
  const classes = useQuery(useHost().catalogue.allergyClasses.queryOptions()).data ?? [];
  const nameOf = (code: string | null) => classes.find((candidate) => candidate.code === code)?.zh ?? '';
  const read = useSubstanceRead(entry, onChange);
  // The substance follows the class until somebody writes another, as the class does the substance.
  const chooseClass = (code: string) => {
    read.setClassChosen();
    const allergyClass = code === 'other' ? null : code;
    const isFollowing = entry.substance === '' || entry.substance === nameOf(entry.allergyClass);
    onChange({ ...entry, allergyClass, ...(isFollowing && { substance: nameOf(allergyClass) }) });
  };
  return (
    <>
      <Field label={t('allergyClass')} error={errorAt('allergyClass')}>
        <Select<string> value={entry.allergyClass ?? 'other'} onChange={chooseClass}
          options={[{ value: 'other', label: t('otherClass') }, { value: nonDrug, label: t('nonDrugClass') }, ...classes.map(({ code, zh, en }) => ({ value: code, label: language === 'zh' ? zh : en }))]} />
      </Field>
      <Field label={t('substance')} hint={read.standing === 'unchecked' ? { text: t('substanceUnchecked'), tone: 'warn' } : undefined} error={errorAt('substance')} isRequired>
        <TextInput value={entry.substance} onChange={(substance) => { onChange({ ...entry, substance }); }} onBlur={() => { onLeave('substance'); }} />
      </Field>
      <Field label={t('reaction')} error={errorAt('reaction')}>
        <TextInput value={entry.reaction} onChange={(reaction) => { onChange({ ...entry, reaction }); }} onBlur={() => { onLeave('reaction'); }} />
      </Field>
      <Field label={t('severity')}>
        <Select value={entry.severity} options={severities.map((value) => ({ value, label: t(`severities.${value}`) }))} onChange={(severity) => { onChange({ ...entry, severity }); }} />
      </Field>
      <Field label={t('onset')} error={errorAt('onset')}>
        <TextInput value={entry.onset} inputMode="numeric" onChange={(onset) => { onChange({ ...entry, onset }); }} onBlur={() => { onLeave('onset'); }} />
      </Field>
    </>
  );
}
