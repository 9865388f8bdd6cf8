import { Button } from '@lianyi/ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeviceRow } from '../../../src/reports/views.ts';
import { useMayDo } from '../../shell/person.ts';
import { ActDialog, type DialogAct } from './ActDialog.tsx';
import { ExtendDialog } from './ExtendDialog.tsx';
import { NewKeyDialog } from './NewKeyDialog.tsx';
import { RecoverDialog } from './RecoverDialog.tsx';
import { ReplaceDialog } from './ReplaceDialog.tsx';

/** What county IT can do about the PC now. Others see what is so, and no button. */
export function DeviceActs({ device }: { readonly device: DeviceRow }) {
  const { t } = useTranslation('devices');
  const [open, setOpen] = useState<OfferedAct | null>(null);
  const close = () => { setOpen(null); };
  if (!useMayDo('device.manage')) return null;
  const offered = actsFor(device);
  if (offered.length === 0) return null;
  return (
    <div className="deviceacts">
      {offered.map((act) => <Button key={act} size="sm" onClick={() => { setOpen(act); }}>{t(act === 'found' && device.status !== 'stolen' ? 'act.back' : `act.${act}`)}</Button>)}
      {open === 'replace' && <ReplaceDialog device={device} onClose={close} />}
      {open === 'newKey' && <NewKeyDialog device={device} onClose={close} />}
      {open === 'recover' && <RecoverDialog device={device} onClose={close} />}
      {open === 'extend' && <ExtendDialog device={device} onClose={close} />}
      {(open === 'retire' || open === 'stolen' || open === 'found') && <ActDialog device={device} act={open} onClose={close} />}
    </div>
  );
}

type OfferedAct = DialogAct | 'replace' | 'newKey' | 'recover' | 'extend';

function actsFor({ status, purgedAt, replacedBy }: DeviceRow): readonly OfferedAct[] {
  if (purgedAt !== null) return replacedBy === null ? ['replace'] : [];
  const replace = replacedBy === null ? (['replace'] as const) : [];
  return status === 'active' ? [...replace, 'newKey', 'recover', 'extend', 'retire', 'stolen'] : status === 'stolen' ? ['found', ...replace] : ['found', ...replace, 'stolen'];
}
