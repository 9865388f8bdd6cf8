import { useMutation } from '@tanstack/react-query';
import { Columns, Field, FormRow, Page, PageHead, SideColumn, focusFirstWrong, useEnterAsTab, useToast, type ActionsState } from '@lianyi/ui';
import { ageOn } from '@lianyi/schema/basics/dates';
import { parseTypedDate } from '@lianyi/schema/rules/patientDraft';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldError, LikelyDuplicate } from '../../../contract/views.ts';
import { useHost } from '../../client/useHost.ts';
import { useFormat } from '../../format/useFormat.ts';
import { useNavigation } from '../../navigation/useNavigation.ts';
import { useErrorWords } from '../../shell/errors.ts';
import { PageFrame } from '../../shell/PageFrame.tsx';
import { AllergyFields } from './register/AllergyFields.tsx';
import { BloodGroupField, IdentityFields, ReachFields, RecordFields } from './register/DraftFields.tsx';
import type { DraftForm } from './register/draftForm.ts';
import { DuplicatesDialog } from './register/DuplicatesDialog.tsx';
import { DuplicatesSide } from './register/DuplicatesSide.tsx';
import { fieldWords } from './register/fieldWords.ts';
import { ProblemPicker } from './register/ProblemPicker.tsx';
import { draftFromTyped, isTouched, useRegisterDraft } from './register/registerDraft.ts';
import { useDraftCheck } from './register/useDraftCheck.ts';
import './patients.css';

/** A new patient on one page, by keyboard; every mistake at its field, likely duplicates before the save. */
export function RegisterPage({ typed }: { readonly typed: string }) {
  const { t } = useTranslation('patients');
  const shell = useTranslation('shell').t;
  const words = useErrorWords('patients');
  const format = useFormat();
  const go = useNavigation((at) => at.go);
  const replace = useNavigation((at) => at.replace);
  const toast = useToast();
  const { draft, change, leave, seenDuplicates, see, clear, try: tryToSave, isTried } = useRegisterDraft();
  const standing = useDraftCheck(draft);
  const [askedAbout, setAskedAbout] = useState<readonly LikelyDuplicate[] | null>(null);
  const [refusals, setRefusals] = useState<readonly FieldError[]>([]);
  /** Typed under the chronic conditions, and not chosen: it would be lost. */
  const [problemQuery, setProblemQuery] = useState('');
  const typedProblem = problemQuery.trim();
  const page = useRef<HTMLDivElement>(null);
  const save = useMutation(useHost().patients.register.mutationOptions());
  useEffect(() => { if (!isTouched(useRegisterDraft.getState().draft)) change(draftFromTyped(typed)); }, [typed, change]);
  useFillFromNumber(standing.fromIdentityNumber);

  const register = (seen: readonly string[]) => {
    if (save.isPending) return;
    tryToSave();
    if (standing.errors.length > 0 || typedProblem !== '') { requestAnimationFrame(() => { focusFirstWrong(page.current); }); return; }
    const unseen = standing.duplicates.filter(({ patientId, isCertain }) => isCertain || !seen.includes(patientId));
    if (unseen.length > 0) { setAskedAbout(unseen); return; }
    save.mutate({ draft: { ...draft, allergies: [...draft.allergies], problems: [...draft.problems] }, seenDuplicates: [...seen] }, {
      onSuccess: (answer) => {
        if (answer.ok) {
          clear();
          toast({ text: t('registered', { name: draft.name.trim() }) });
          replace({ name: 'chart', patientId: answer.patientId });
        } else if ('duplicates' in answer) setAskedAbout(answer.duplicates);
        else setRefusals(answer.errors);
      },
    });
  };
  const registerAnyway = () => {
    const seen = [...seenDuplicates, ...(askedAbout ?? []).map(({ patientId }) => patientId)];
    see(seen);
    setAskedAbout(null);
    register(seen);
  };
  useEnterAsTab(page, () => { register(seenDuplicates); });

  const form: DraftForm = {
    draft, onLeave: leave,
    errorAt: (field) => { const refusal = refusals.find((error) => error.field === field); return refusal === undefined ? standing.errorAt(field) : words(refusal); },
    onChange: (changes) => { if (refusals.length > 0) setRefusals([]); change(changes); },
  };
  const birthDate = parseTypedDate(draft.birthDate);
  const ageWords = birthDate === null || birthDate > format.today ? '' : format.age(ageOn(birthDate, format.today));
  const wrongFields = [...new Set([...standing.errors.map(({ field }) => field), ...refusals.map(({ field }) => field)])];
  const states: readonly ActionsState[] = wrongFields.length > 0 && isTried
    ? [{ id: 'wrong', icon: 'stop', tone: 'danger', text: t('missing', { count: wrongFields.length, fields: fieldWords(wrongFields, t).join(format.language === 'zh' ? '、' : ', ') }) }]
    : typedProblem !== '' ? [{ id: 'typed', icon: 'warn', tone: isTried ? 'danger' : 'warn', text: t('chronicTyped', { text: typedProblem }) }]
    : [{ id: 'kept', icon: standing.errors.length === 0 ? 'ok' : 'info', tone: standing.errors.length === 0 ? 'ok' : 'plain', text: <>{standing.errors.length === 0 && <>{t('ready')} </>}<span className="dim">{t('draftKept')}</span></> }];

  return (
    <PageFrame title={t('register')} states={states} actions={[
      { id: 'clear', label: t('clear'), onPress: () => { clear(); setProblemQuery(''); toast({ icon: 'info', text: t('cleared'), undo: { label: shell('undo'), keyHint: 'Ctrl Z', onUndo: () => { change(draft); } } }); } },
      { id: 'save', label: t('save'), keys: 'F8', isPrimary: true, isDisabled: save.isPending, onPress: () => { register(seenDuplicates); } },
      { id: 'saveToo', label: t('save'), keys: 'Ctrl S', isKeyOnly: true, onPress: () => { register(seenDuplicates); } },
    ]}>
      <Columns template="minmax(0, 1fr) 290px" className="register">
        <Page ref={page}>
          <PageHead title={t('register')} sub={t('registerSub')} />
          <FormRow title={t('identity')}><div className="grid12"><IdentityFields form={form} fromNumber={standing.fromIdentityNumber} ageWords={ageWords} isNew /></div></FormRow>
          <FormRow title={t('reach')}><div className="grid12"><ReachFields form={form} /></div></FormRow>
          <FormRow title={t('allergies')}><div className="grid12"><AllergyFields form={form} /></div></FormRow>
          <FormRow title={t('health')}>
            <div className="grid12">
              <BloodGroupField form={form} />
              <Field label={t('chronic')} hint={t('chronicHint')} error={isTried && typedProblem !== '' ? t('chronicTyped', { text: typedProblem }) : undefined} className="w10"><ProblemPicker query={problemQuery} onQuery={setProblemQuery} problems={draft.problems} onChange={(problems) => { change({ problems }); }} /></Field>
            </div>
          </FormRow>
          <FormRow title={t('record')}><div className="grid12"><RecordFields form={form} /></div></FormRow>
        </Page>
        <SideColumn><DuplicatesSide duplicates={standing.duplicates} /></SideColumn>
      </Columns>
      <DuplicatesDialog draft={draft} duplicates={askedAbout} onClose={() => { setAskedAbout(null); }} onOpenKnown={(patientId) => { go({ name: 'chart', patientId }); }} onRegister={registerAnyway} />
    </PageFrame>
  );
}

/** Birth date and sex follow the number, unless somebody has written others. */
function useFillFromNumber(says: { readonly birthDate: string; readonly sex: 'male' | 'female' } | null): void {
  const filled = useRef({ birthDate: '', sex: '' });
  const { birthDate, sex } = says ?? {};
  useEffect(() => {
    if (birthDate === undefined || sex === undefined) return;
    const { draft, change } = useRegisterDraft.getState();
    const isDateOurs = draft.birthDate === '' || draft.birthDate === filled.current.birthDate;
    const isSexOurs = draft.sex === '' || draft.sex === filled.current.sex;
    filled.current = { birthDate, sex };
    change({ ...(isDateOurs && { birthDate }), ...(isSexOurs && { sex }) });
  }, [birthDate, sex]);
}
