import { Button } from '@lianyi/ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ExtensionCode } from '../../shell/ExtensionCode.tsx';

/** Who goes where there is no line takes the county's code before the days are over. */
export function LeaseFields() {
  const { t } = useTranslation('settings');
  const [isOpen, setOpen] = useState(false);
  const close = () => { setOpen(false); };
  if (!isOpen) return <div className="leasefields"><Button onClick={() => { setOpen(true); }}>{t('extend')}</Button> <span className="hint">{t('extendHint')}</span></div>;
  return <ExtensionCode className="leaseform" onExtended={close} onCancel={close} doneText={(count) => t('extended', { count })} />;
}
