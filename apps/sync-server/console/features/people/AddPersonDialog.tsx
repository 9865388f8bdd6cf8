import { Checkbox, Field, Select, TextInput } from '@lianyi/ui';
import type { Qualification, Title } from '@lianyi/schema/codes/qualifications';
import { qualification, title } from '@lianyi/schema/codes/qualifications';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OrganisationEntry } from '../../../src/reports/views.ts';
import { FormDialog } from '../../directory/FormDialog.tsx';
import { useDirectoryChange } from '../../directory/useDirectoryChange.ts';
import { PostFields, readPost, usePostDraft } from './PostFields.tsx';

/** Somebody new on the roster, with a first post. */
export function AddPersonDialog({ organisations, onClose, onAdded }: { readonly organisations: readonly OrganisationEntry[]; readonly onClose: () => void; readonly onAdded: (id: string) => void }) {
  const { t } = useTranslation('people');
  const directory = useTranslation('directory').t;
  const [name, setName] = useState('');
  const [licence, setLicence] = useState<Qualification>('unknown');
  const [grade, setGrade] = useState<Title>('unknown');
  const [draft, setDraft] = usePostDraft();
  const [isAnother, setAnother] = useState(false);
  const [isTried, setTried] = useState(false);
  const change = useDirectoryChange((id) => { onClose(); onAdded(id); });
  const save = () => {
    setTried(true);
    const post = readPost(draft);
    if (post !== null && name.trim() !== '') change.send(async ({ addPerson }) => addPerson.mutate({ name: name.trim(), qualification: licence, title: grade, isAnother, ...post, allowed: change.allowed }));
  };
  return (
    <FormDialog title={t('addTitle')} icon="user" change={change} onSave={save} onClose={onClose}>
      <p className="sub">{t('addNote')}</p>
      <Field label={t('name')} isRequired hint="" error={isTried && name.trim() === '' ? directory('required') : undefined}><TextInput value={name} maxLength={60} onChange={setName} /></Field>
      <div className="pair">
        <Field label={t('licence')}><Select<Qualification> value={licence} onChange={setLicence} options={qualification.options.map((value) => ({ value, label: directory(`qualification.${value}`) }))} /></Field>
        <Field label={t('titleGrade')}><Select<Title> value={grade} onChange={setGrade} options={title.options.map((value) => ({ value, label: directory(`title.${value}`) }))} /></Field>
      </div>
      <PostFields draft={draft} onChange={setDraft} organisations={organisations} isTried={isTried} />
      <Checkbox checked={isAnother} onChange={setAnother}>{t('another')}</Checkbox>
    </FormDialog>
  );
}
