import { useTranslation } from 'react-i18next';
import { NotBuilt } from '../../shell/NotBuilt.tsx';

export function PatientsPage(_: { readonly query: string }) {
  const { t } = useTranslation('shell');
  return <NotBuilt title={t('module.patients')} />;
}
