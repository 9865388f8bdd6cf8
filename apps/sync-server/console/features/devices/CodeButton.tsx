import { useMutation, useQuery } from '@tanstack/react-query';
import { Button, ConfirmKey, Dialog, Field, Select, TextInput, useHotkeys } from '@lianyi/ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { countyFailure } from '../../client/countyFailure.ts';
import { useCounty } from '../../client/useCounty.ts';
import { useMayDo } from '../../shell/person.ts';
import { CodeShown } from './CodeShown.tsx';

/** Enrols a PC: for which institution, and the code for it. Only county IT has the button. */
export function CodeButton() {
  const { t } = useTranslation('devices');
  const [isOpen, setOpen] = useState(false);
  const isOurs = useMayDo('device.manage');
  useHotkeys({ F4: isOurs ? () => { setOpen(true); } : undefined });
  if (!isOurs) return null;
  return (
    <>
      <Button variant="accent" icon="plus" keyHint="F4" onClick={() => { setOpen(true); }}>{t('enrol')}</Button>
      {isOpen && <CodeDialog onClose={() => { setOpen(false); }} />}
    </>
  );
}

function CodeDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('devices');
  const shell = useTranslation('shell').t;
  const county = useCounty();
  const organisations = useQuery(county.organisations.list.queryOptions()).data ?? [];
  const [orgId, setOrgId] = useState('');
  const [name, setName] = useState('');
  const [isMissing, setMissing] = useState(false);
  const { mutate, isPending, data, error } = useMutation(county.devices.code.mutationOptions());
  const confirm = () => {
    setMissing(orgId === '');
    if (orgId !== '' && !isPending) mutate({ orgId, name });
  };
  const isMade = data !== undefined && data !== null;
  const refusal = data === null ? t('codeWhyNot') : error === null ? undefined : shell(`failed.title.${countyFailure(error)}`);
  return (
    <Dialog isOpen isWide onClose={onClose} icon="pc" title={t('enrolTitle')}
      foot={isMade ? <Button variant="accent" keyHint="Esc" onClick={onClose}>{shell('close')}</Button>
        : <><Button keyHint="Esc" onClick={onClose}>{shell('cancel')}</Button><Button variant="accent" keyHint="F8" disabled={isPending} onClick={confirm}>{t('makeCode')}</Button></>}>
      <ConfirmKey onConfirm={isMade ? undefined : confirm} />
      {isMade ? <CodeShown made={data} orgId={orgId} /> : (
        <>
          <Field label={t('place')} isRequired hint="" error={refusal ?? (isMissing ? t('placeMissing') : undefined)}>
            <Select value={orgId} placeholder={t('placeWhich')} onChange={(id) => { setOrgId(id); setMissing(false); }} options={organisations.map((one) => ({ value: one.id, label: one.name }))} />
          </Field>
          <Field label={t('newName')} hint={t('newNameHint')}><TextInput value={name} maxLength={60} onChange={setName} /></Field>
        </>
      )}
    </Dialog>
  );
}
