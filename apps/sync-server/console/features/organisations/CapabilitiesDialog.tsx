import { Checkbox } from '@lianyi/ui';
import type { Capability } from '@lianyi/schema/codes/capabilities';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OrganisationEntry } from '../../../src/reports/views.ts';
import { FormDialog } from '../../directory/FormDialog.tsx';
import { useDirectoryChange } from '../../directory/useDirectoryChange.ts';

/** What an institution has been approved for or has. Codes that this version does not know stay as they are. */
export function CapabilitiesDialog({ entry, known, onClose }: { readonly entry: OrganisationEntry; readonly known: readonly Capability[]; readonly onClose: () => void }) {
  const { t } = useTranslation('organisations');
  const directory = useTranslation('directory').t;
  const [can, setCan] = useState<readonly Capability[]>(known.filter((code) => entry.capabilities.includes(code)));
  const change = useDirectoryChange(onClose);
  const save = () => {
    change.send(async ({ setOrganisation }) => setOrganisation.mutate({ id: entry.id, can: [...can], cannot: known.filter((code) => !can.includes(code)), reopens: false }));
  };
  return (
    <FormDialog title={t('capabilitiesTitle', { name: entry.shortName })} icon="edit" change={change} onSave={save} onClose={onClose}>
      <p className="sub">{t('capabilitiesNote')}</p>
      {known.map((code) => (
        <Checkbox key={code} checked={can.includes(code)} onChange={(isOn) => { setCan(isOn ? [...can, code] : can.filter((one) => one !== code)); }}>{directory(`capability.${code}`)}</Checkbox>
      ))}
    </FormDialog>
  );
}
