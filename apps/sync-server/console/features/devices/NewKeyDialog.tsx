import { useMutation } from '@tanstack/react-query';
import { Button, ConfirmKey, Dialog } from '@lianyi/ui';
import { useTranslation } from 'react-i18next';
import type { DeviceRow } from '../../../src/reports/views.ts';
import { countyFailure } from '../../client/countyFailure.ts';
import { useCounty } from '../../client/useCounty.ts';
import { CodeShown } from './CodeShown.tsx';

/** A PC whose disk was cloned or restored goes on under a new key: the code for it, and what is done there and here. */
export function NewKeyDialog({ device, onClose }: { readonly device: DeviceRow; readonly onClose: () => void }) {
  const { t } = useTranslation('devices');
  const shell = useTranslation('shell').t;
  const { mutate, isPending, data, error } = useMutation(useCounty().devices.code.mutationOptions());
  const confirm = () => { if (!isPending) mutate({ orgId: device.organisation.id, name: device.name }); };
  const refusal = data === null ? t('codeWhyNot') : error === null ? undefined : shell(`failed.title.${countyFailure(error)}`);
  const isMade = data !== undefined && data !== null;
  return (
    <Dialog isOpen isWide onClose={onClose} icon="pc" title={t('newKeyTitle', { name: device.name, place: device.organisation.name })}
      foot={isMade ? <Button variant="accent" keyHint="Esc" onClick={onClose}>{shell('close')}</Button>
        : <><Button keyHint="Esc" onClick={onClose}>{shell('cancel')}</Button><Button variant="accent" keyHint="F8" disabled={isPending} onClick={confirm}>{t('makeCode')}</Button></>}>
      <ConfirmKey onConfirm={isMade ? undefined : confirm} />
      <p className="sub">{t('newKeyNote')}</p>
      {isMade && <CodeShown made={data} orgId={device.organisation.id} pc="same" />}
      {refusal !== undefined && <p className="is-danger" role="alert">{refusal}</p>}
      <ol className="replacesteps">
        <li>{t('newKeyStep.there')}</li>
        <li>{t('newKeyStep.kept')}</li>
        <li>{t('newKeyStep.confirm')}</li>
      </ol>
    </Dialog>
  );
}
