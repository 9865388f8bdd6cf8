import { useMutation, useQueryClient } from '@tanstack/react-query';
import { isWorded } from '@lianyi/schema/basics/visibleText';
import { mostLeaseDays, usualLeaseDays } from '@lianyi/schema/wire/lease';
import { Button, ConfirmKey, Dialog, Field, NumberInput, TextInput } from '@lianyi/ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeviceRow } from '../../../src/reports/views.ts';
import { countyFailure } from '../../client/countyFailure.ts';
import { useCounty } from '../../client/useCounty.ts';

/** A PC without a line whose days run out: a code, to be dictated, by which it is used so many days more. */
export function ExtendDialog({ device, onClose }: { readonly device: DeviceRow; readonly onClose: () => void }) {
  const { t } = useTranslation('devices');
  const shell = useTranslation('shell').t;
  const county = useCounty();
  const client = useQueryClient();
  const [days, setDays] = useState(String(usualLeaseDays));
  const [reason, setReason] = useState('');
  const [isTried, setTried] = useState(false);
  const { mutate, isPending, data, error } = useMutation(county.devices.extend.mutationOptions({ onSuccess: () => { void client.invalidateQueries({ queryKey: county.devices.pathKey() }); } }));
  const wanted = /^[1-9]\d{0,2}$/.test(days) && Number(days) <= mostLeaseDays ? Number(days) : null;
  const confirm = () => {
    setTried(true);
    if (wanted !== null && isWorded(reason) && !isPending) mutate({ deviceId: device.id, days: wanted, reason });
  };
  const refusal = data?.ok === false ? t(`recoverWhyNot.${data.reason}`) : error === null ? undefined : shell(`failed.title.${countyFailure(error)}`);
  const made = data?.ok === true ? data : null;
  return (
    <Dialog isOpen isWide onClose={onClose} icon="pc" title={t('extendTitle', { name: device.name, place: device.organisation.name })}
      foot={made !== null ? <Button variant="accent" keyHint="Esc" onClick={onClose}>{shell('close')}</Button>
        : <><Button keyHint="Esc" onClick={onClose}>{shell('cancel')}</Button><Button variant="accent" keyHint="F8" disabled={isPending} onClick={confirm}>{t('extendMake')}</Button></>}>
      <ConfirmKey onConfirm={made === null ? confirm : undefined} />
      {made === null ? (
        <>
          <p className="sub">{t('extendNote')}</p>
          <Field label={t('extendDays')} isRequired hint={t('extendDaysHint', { most: mostLeaseDays })} error={refusal ?? (isTried && wanted === null ? t('extendDaysHint', { most: mostLeaseDays }) : undefined)}>
            <NumberInput value={days} maxLength={3} onChange={setDays} />
          </Field>
          <Field label={t('reason')} isRequired hint={t('reasonHint')} error={isTried && !isWorded(reason) ? t('actWhyNot.noReason') : undefined}>
            <TextInput value={reason} maxLength={300} placeholder={t('reasonFor.extend')} onChange={setReason} />
          </Field>
        </>
      ) : (
        <div className="codeshown is-long">
          <output className="code">{made.code}</output>
          <p className="sub">{t('extendLeft', { count: wanted ?? 0 })}</p>
        </div>
      )}
      <ol className="replacesteps">
        <li>{t('extendStep.there')}</li>
        <li>{t('extendStep.once')}</li>
      </ol>
    </Dialog>
  );
}
