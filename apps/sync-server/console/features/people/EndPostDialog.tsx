import { Field, Select, TextInput } from '@lianyi/ui';
import { isCalendarDate } from '@lianyi/schema/basics/dates';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PersonEntry } from '../../../src/reports/views.ts';
import { FormDialog } from '../../directory/FormDialog.tsx';
import { useDirectoryChange } from '../../directory/useDirectoryChange.ts';
import { useFormat } from '../../format/useFormat.ts';
import type { PersonWords } from './usePersonWords.ts';

/** Ends one of the posts that somebody holds, with a last day; another role at the same place goes on. */
export function EndPostDialog({ person, words, onClose }: { readonly person: PersonEntry; readonly words: PersonWords; readonly onClose: () => void }) {
  const { t } = useTranslation('people');
  const open = person.posts.filter((post) => words.standing(post) !== 'ended');
  const choices = new Map(open.map((post) => [`${post.orgId} ${post.role}`, post]));
  const [chosen, setChosen] = useState([...choices.keys()][0] ?? '');
  const post = choices.get(chosen);
  const [on, setOn] = useState(useFormat().today);
  const [isTried, setTried] = useState(false);
  const change = useDirectoryChange(onClose);
  const save = () => {
    setTried(true);
    if (post !== undefined && isCalendarDate(on)) change.send(async ({ endPosts }) => endPosts.mutate({ personId: person.id, orgId: post.orgId, role: post.role, on }));
  };
  return (
    <FormDialog title={t('endTitle', { name: person.name })} icon="stop" change={change} onSave={save} onClose={onClose} saveLabel={t('end')}>
      <p className="sub">{t('endNote')}</p>
      <Field label={t('endPost')} isRequired><Select value={chosen} onChange={setChosen} options={[...choices].map(([value, one]) => ({ value, label: words.postLine(one) }))} /></Field>
      <Field label={t('endOn')} isRequired hint={t('dayHint')} error={isTried && !isCalendarDate(on) ? t('dayWrong') : undefined}><TextInput value={on} maxLength={10} onChange={setOn} /></Field>
    </FormDialog>
  );
}
