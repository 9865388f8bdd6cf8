import { useTranslation } from 'react-i18next';
import { NotBuilt } from '../../shell/NotBuilt.tsx';

export function SlipPage(_: { readonly prescriptionId: string }) {
  const { t } = useTranslation('shell');
  return <NotBuilt title={t('module.dispense')} />;
}
