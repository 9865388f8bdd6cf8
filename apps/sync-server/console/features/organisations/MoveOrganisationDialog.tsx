import { Field, Select, TextInput } from '@lianyi/ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OrganisationEntry } from '../../../src/reports/views.ts';
import { FormDialog } from '../../directory/FormDialog.tsx';
import { useDirectoryChange } from '../../directory/useDirectoryChange.ts';

const ranks: readonly OrganisationEntry['type'][] = ['county', 'hospital', 'township', 'village'];

/** Under another parent, with what stands below. Who may see what changes at once: the form says so. */
export function MoveOrganisationDialog({ entry, all, onClose }: { readonly entry: OrganisationEntry; readonly all: readonly OrganisationEntry[]; readonly onClose: () => void }) {
  const { t } = useTranslation('organisations');
  const directory = useTranslation('directory').t;
  const [to, setTo] = useState('');
  const [reason, setReason] = useState('');
  const [isTried, setTried] = useState(false);
  const change = useDirectoryChange(onClose);
  const possible = all.filter(({ id, type, closedOn }) => closedOn === null && id !== entry.parentId && ranks.indexOf(type) < ranks.indexOf(entry.type)).toSorted((a, b) => a.name.localeCompare(b.name, 'zh'));
  const save = () => {
    setTried(true);
    if (to !== '') change.send(async ({ moveOrganisation }) => moveOrganisation.mutate({ id: entry.id, parentId: to, reason }));
  };
  return (
    <FormDialog title={t('moveTitle', { name: entry.shortName })} icon="right" change={change} onSave={save} onClose={onClose} saveLabel={t('move')}>
      <p className="sub">{t('moveNote')}</p>
      <Field label={t('moveTo')} isRequired hint="" error={isTried && to === '' ? directory('required') : undefined}>
        <Select value={to} onChange={setTo} placeholder={t('choose')} options={possible.map(({ id, name }) => ({ value: id, label: name }))} />
      </Field>
      <Field label={directory('reason')}><TextInput value={reason} maxLength={200} onChange={setReason} /></Field>
    </FormDialog>
  );
}
