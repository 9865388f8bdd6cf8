import { useTranslation } from 'react-i18next';
import { NotBuilt } from '../../shell/NotBuilt.tsx';

export function RegisterPage(_: { readonly typed: string }) {
  const { t } = useTranslation('shell');
  return <NotBuilt title={t('module.patients')} />;
}
