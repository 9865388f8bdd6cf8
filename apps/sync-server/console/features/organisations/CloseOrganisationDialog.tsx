import { Field, TextInput } from '@lianyi/ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OrganisationEntry } from '../../../src/reports/views.ts';
import { FormDialog } from '../../directory/FormDialog.tsx';
import { useDirectoryChange } from '../../directory/useDirectoryChange.ts';

/** Closes an open institution, opens a closed one again. What it still has comes back in words. */
export function CloseOrganisationDialog({ entry, onClose }: { readonly entry: OrganisationEntry; readonly onClose: () => void }) {
  const { t } = useTranslation('organisations');
  const directory = useTranslation('directory').t;
  const [reason, setReason] = useState('');
  const change = useDirectoryChange(onClose);
  const isOpen = entry.closedOn === null;
  const id = entry.id;
  const save = () => {
    change.send(async ({ closeOrganisation, setOrganisation }) => (isOpen ? closeOrganisation.mutate({ id, reason }) : setOrganisation.mutate({ id, can: [], cannot: [], reopens: true })));
  };
  return (
    <FormDialog title={t(isOpen ? 'closeTitle' : 'reopenTitle', { name: entry.shortName })} icon={isOpen ? 'stop' : 'undo'} change={change} onSave={save} onClose={onClose} saveLabel={t(isOpen ? 'close' : 'reopen')}>
      <p className="sub">{t(isOpen ? 'closeNote' : 'reopenNote')}</p>
      {isOpen && <Field label={directory('reason')}><TextInput value={reason} maxLength={200} onChange={setReason} /></Field>}
    </FormDialog>
  );
}
