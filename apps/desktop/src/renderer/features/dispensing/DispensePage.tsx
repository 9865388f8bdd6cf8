import { useTranslation } from 'react-i18next';
import { NotBuilt } from '../../shell/NotBuilt.tsx';

export function DispensePage(_: { readonly prescriptionId: string | null }) {
  const { t } = useTranslation('shell');
  return <NotBuilt title={t('module.dispense')} />;
}
