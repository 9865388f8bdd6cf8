import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OrganisationEntry, PersonEntry } from '../../../src/reports/views.ts';
import { FormDialog } from '../../directory/FormDialog.tsx';
import { useDirectoryChange } from '../../directory/useDirectoryChange.ts';
import { PostFields, readPost, usePostDraft } from './PostFields.tsx';

/** Another post of the same account. */
export function PostDialog({ person, organisations, onClose }: { readonly person: PersonEntry; readonly organisations: readonly OrganisationEntry[]; readonly onClose: () => void }) {
  const { t } = useTranslation('people');
  const [draft, setDraft] = usePostDraft();
  const [isTried, setTried] = useState(false);
  const change = useDirectoryChange(onClose);
  const save = () => {
    setTried(true);
    const post = readPost(draft);
    if (post !== null) change.send(async ({ givePost }) => givePost.mutate({ personId: person.id, ...post, allowed: change.allowed }));
  };
  return (
    <FormDialog title={t('postTitle', { name: person.name })} icon="plus" change={change} onSave={save} onClose={onClose}>
      <PostFields draft={draft} onChange={setDraft} organisations={organisations} isTried={isTried} />
    </FormDialog>
  );
}
