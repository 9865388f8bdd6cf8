import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, ConfirmKey, Dialog, Field, Select, TextInput } from '@lianyi/ui';
import { isHeldOn } from '@lianyi/schema/rules/posts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeviceRow } from '../../../src/reports/views.ts';
import { countyFailure } from '../../client/countyFailure.ts';
import { useCounty } from '../../client/useCounty.ts';
import { useFormat } from '../../format/useFormat.ts';

/** Everybody at a PC has forgotten their PIN, or its key store is gone: a code by which one of them sets a new one, with nothing lost. */
export function RecoverDialog({ device, onClose }: { readonly device: DeviceRow; readonly onClose: () => void }) {
  const { t } = useTranslation('devices');
  const shell = useTranslation('shell').t;
  const county = useCounty();
  const client = useQueryClient();
  const people = useStaffOf(device.organisation.id);
  const [personId, setPersonId] = useState('');
  const [reason, setReason] = useState('');
  const [isTried, setTried] = useState(false);
  const { mutate, isPending, data, error } = useMutation(county.devices.recover.mutationOptions({ onSuccess: () => { void client.invalidateQueries({ queryKey: county.devices.pathKey() }); } }));
  const confirm = () => {
    setTried(true);
    if (personId !== '' && reason.trim() !== '' && !isPending) mutate({ deviceId: device.id, personId, reason });
  };
  const refusal = data?.ok === false ? t(`recoverWhyNot.${data.reason}`) : error === null ? undefined : shell(`failed.title.${countyFailure(error)}`);
  const made = data?.ok === true ? data : null;
  return (
    <Dialog isOpen isWide onClose={onClose} icon="pc" title={t('recoverTitle', { name: device.name, place: device.organisation.name })}
      foot={made !== null ? <Button variant="accent" keyHint="Esc" onClick={onClose}>{shell('close')}</Button>
        : <><Button keyHint="Esc" onClick={onClose}>{shell('cancel')}</Button><Button variant="accent" keyHint="F8" disabled={isPending} onClick={confirm}>{t('makeCode')}</Button></>}>
      <ConfirmKey onConfirm={made === null ? confirm : undefined} />
      {made === null ? (
        <>
          <p className="sub">{t('recoverNote')}</p>
          <Field label={t('recoverWhom')} isRequired hint="" error={refusal ?? (isTried && personId === '' ? t('recoverWhomMissing') : undefined)}>
            <Select value={personId} placeholder={t('recoverChoose')} onChange={setPersonId} options={people.map(({ id, name }) => ({ value: id, label: name }))} />
          </Field>
          <Field label={t('reason')} isRequired hint={t('reasonHint')} error={isTried && reason.trim() === '' ? t('reasonMissing') : undefined}>
            <TextInput value={reason} maxLength={300} placeholder={t('reasonFor.recover')} onChange={setReason} />
          </Field>
        </>
      ) : (
        <div className="codeshown">
          <output className="code">{made.code}</output>
          <p className="sub">{t('recoverLeft', { minutes: made.lifeS / 60, name: people.find(({ id }) => id === personId)?.name ?? '' })}</p>
        </div>
      )}
      <ol className="replacesteps">
        <li>{t('recoverStep.there')}</li>
        <li>{t('recoverStep.kept')}</li>
      </ol>
    </Dialog>
  );
}

/** Who may open the PCs of a place: its own people, and those of the place above. */
function useStaffOf(orgId: string) {
  const { directory } = useCounty();
  const { today } = useFormat();
  const people = useQuery(directory.people.queryOptions()).data ?? [];
  const parentId = useQuery(directory.organisations.queryOptions()).data?.find(({ id }) => id === orgId)?.parentId;
  return people.filter(({ active, posts }) => active && posts.some((post) => (post.orgId === orgId || post.orgId === parentId) && isHeldOn(post, today)));
}
