import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, ConfirmKey, Dialog, Field, TextInput } from '@lianyi/ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeviceRow } from '../../../src/reports/views.ts';
import { countyFailure } from '../../client/countyFailure.ts';
import { useCounty } from '../../client/useCounty.ts';
import { CodeShown } from './CodeShown.tsx';

/** Another PC takes this one's place, step by step; nothing that the old one still has is given up. */
export function ReplaceDialog({ device, onClose }: { readonly device: DeviceRow; readonly onClose: () => void }) {
  const { t } = useTranslation('devices');
  const shell = useTranslation('shell').t;
  const client = useQueryClient();
  const [name, setName] = useState(device.name);
  const [reason, setReason] = useState('');
  const [isMissing, setMissing] = useState(false);
  const { mutate, isPending, data, error } = useMutation(useCounty().devices.replace.mutationOptions({ onSuccess: () => { void client.invalidateQueries(); } }));
  const confirm = () => {
    setMissing(reason.trim() === '');
    if (reason.trim() !== '' && !isPending) mutate({ deviceId: device.id, name, reason });
  };
  const isStolen = device.status === 'stolen';
  const refusal = data === null ? t('replaceWhyNot') : error === null ? undefined : shell(`failed.title.${countyFailure(error)}`);
  const isMade = data !== undefined && data !== null;
  return (
    <Dialog isOpen isWide onClose={onClose} icon="pc" title={t('replaceTitle', { name: device.name, place: device.organisation.name })}
      foot={isMade ? <Button variant="accent" keyHint="Esc" onClick={onClose}>{shell('close')}</Button>
        : <><Button keyHint="Esc" onClick={onClose}>{shell('cancel')}</Button><Button variant="accent" keyHint="F8" disabled={isPending} onClick={confirm}>{t('makeCode')}</Button></>}>
      <ConfirmKey onConfirm={isMade ? undefined : confirm} />
      <p className="sub">{t('replaceNote')}</p>
      {isMade ? <CodeShown made={data} orgId={device.organisation.id} /> : (
        <>
          <Field label={t('newName')} hint=""><TextInput value={name} maxLength={60} onChange={setName} /></Field>
          <Field label={t('reason')} isRequired hint={t('reasonHint')} error={refusal ?? (isMissing ? t('reasonMissing') : undefined)}>
            <TextInput value={reason} maxLength={300} placeholder={t('reasonFor.replace')} onChange={(text) => { setReason(text); setMissing(false); }} />
          </Field>
        </>
      )}
      <ol className="replacesteps">
        <li>{t('replaceStep.code')}</li>
        <li>{t(isStolen ? 'replaceStep.stolen' : 'replaceStep.retired')}</li>
        <li>{t(isStolen ? 'replaceStep.stolenOld' : 'replaceStep.old', { count: device.waiting })}</li>
      </ol>
    </Dialog>
  );
}
