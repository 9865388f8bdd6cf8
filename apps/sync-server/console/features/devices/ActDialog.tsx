import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Checkbox, ConfirmKey, Dialog, Field, TextArea, useToast } from '@lianyi/ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeviceRow } from '../../../src/reports/views.ts';
import { countyFailure } from '../../client/countyFailure.ts';
import { useCounty } from '../../client/useCounty.ts';

export type DialogAct = 'retire' | 'stolen' | 'found';

/** Retired, reported stolen, or found: what will be, what stays, and why it is done. Nothing is done without a reason. */
export function ActDialog({ device, act, onClose }: { readonly device: DeviceRow; readonly act: DialogAct; readonly onClose: () => void }) {
  const { t } = useTranslation('devices');
  const shell = useTranslation('shell').t;
  const toast = useToast();
  const client = useQueryClient();
  const [reason, setReason] = useState('');
  const [takesBlocked, setTakesBlocked] = useState(false);
  const [isMissing, setMissing] = useState(false);
  const { mutate, isPending, data, error } = useMutation(useCounty().devices.act.mutationOptions({
    onSuccess: (acted) => {
      if (!acted.ok) return;
      toast({ text: acted.released !== null ? t('releasedNote', { taken: acted.released.taken, kept: acted.released.kept }) : t(acted.isChanged ? `actDone.${act}` : 'unchanged') });
      void client.invalidateQueries();
      onClose();
    },
  }));
  const confirm = () => {
    setMissing(reason.trim() === '');
    if (reason.trim() !== '' && !isPending) mutate({ deviceId: device.id, act, reason, takesBlocked });
  };
  const refusal = data?.ok === false ? t(`actWhyNot.${data.why}`) : error === null ? undefined : shell(`failed.title.${countyFailure(error)}`);
  return (
    <Dialog isOpen isWide onClose={onClose} icon={act === 'found' ? 'ok' : 'warn'} tone={act === 'found' ? 'ok' : 'warn'} title={t(`actTitle.${act}`, { name: device.name, place: device.organisation.name })}
      foot={<><Button keyHint="Esc" onClick={onClose}>{shell('cancel')}</Button><Button variant={act === 'found' ? 'accent' : 'danger'} keyHint="F8" disabled={isPending} onClick={confirm}>{t(act === 'found' ? 'act.back' : `act.${act}`)}</Button></>}>
      <ConfirmKey onConfirm={confirm} />
      <p className="sub">{t(`actNote.${act}`, { count: device.waiting })}</p>
      <Field label={t('reason')} isRequired hint={t('reasonHint')} error={refusal ?? (isMissing ? t('reasonMissing') : undefined)}>
        <TextArea value={reason} maxLength={300} rows={2} placeholder={t(`reasonFor.${act}`)} onChange={(text) => { setReason(text); setMissing(false); }} />
      </Field>
      {act === 'found' && device.blocked > 0 && <Checkbox checked={takesBlocked} onChange={setTakesBlocked}>{t('takesBlocked', { count: device.blocked })}</Checkbox>}
    </Dialog>
  );
}
