import { Checkbox, Field, Select, TextInput } from '@lianyi/ui';
import type { Capability } from '@lianyi/schema/codes/capabilities';
import { capabilities } from '@lianyi/schema/codes/capabilities';
import type { OrganisationType } from '@lianyi/schema/documents/county';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OrganisationEntry } from '../../../src/reports/views.ts';
import { FormDialog } from '../../directory/FormDialog.tsx';
import { useDirectoryChange } from '../../directory/useDirectoryChange.ts';

const typesBelow: Readonly<Record<OrganisationType, readonly OrganisationType[]>> = { county: ['township', 'hospital', 'village'], hospital: ['township', 'village'], township: ['village'], village: [] };

/** A new institution below the chosen one. */
export function AddOrganisationDialog({ parent, onClose, onAdded }: { readonly parent: OrganisationEntry; readonly onClose: () => void; readonly onAdded: (id: string) => void }) {
  const { t } = useTranslation('organisations');
  const directory = useTranslation('directory').t;
  const shell = useTranslation('shell').t;
  const [name, setName] = useState('');
  const [shortName, setShortName] = useState('');
  const [type, setType] = useState<OrganisationType>(typesBelow[parent.type][0] ?? 'village');
  const [divisionCode, setDivisionCode] = useState('');
  const [can, setCan] = useState<readonly Capability[]>([]);
  const [isTried, setTried] = useState(false);
  const change = useDirectoryChange((id) => { onClose(); onAdded(id); });
  const missing = (value: string): string | undefined => (isTried && value.trim() === '' ? directory('required') : undefined);
  const isCode = /^\d{6}(\d{3}){0,2}$/.test(divisionCode);
  const save = () => {
    setTried(true);
    if (name.trim() === '' || !isCode) return;
    change.send(async ({ addOrganisation }) => addOrganisation.mutate({
      name: name.trim(), shortName: shortName.trim() === '' ? name.trim().slice(0, 40) : shortName.trim(), type, parentId: parent.id, divisionCode, capabilities: [...can], allowed: change.allowed,
    }));
  };
  return (
    <FormDialog title={t('addUnder', { name: parent.shortName })} icon="plus" change={change} onSave={save} onClose={onClose}>
      <Field label={t('fullName')} isRequired hint="" error={missing(name)}><TextInput value={name} maxLength={80} onChange={setName} /></Field>
      <Field label={t('shortName')} hint={t('shortNameHint')}><TextInput value={shortName} maxLength={40} onChange={setShortName} /></Field>
      <Field label={t('type')} isRequired><Select<OrganisationType> value={type} onChange={setType} options={typesBelow[parent.type].map((value) => ({ value, label: shell(`orgType.${value}`) }))} /></Field>
      <Field label={t('code')} isRequired hint={t('codeHint')} error={isTried && !isCode ? t('codeHint') : undefined}><TextInput value={divisionCode} maxLength={12} inputMode="numeric" onChange={setDivisionCode} /></Field>
      {capabilities.map((code) => (
        <Checkbox key={code} checked={can.includes(code)} onChange={(isOn) => { setCan(isOn ? [...can, code] : can.filter((one) => one !== code)); }}>{directory(`capability.${code}`)}</Checkbox>
      ))}
    </FormDialog>
  );
}
