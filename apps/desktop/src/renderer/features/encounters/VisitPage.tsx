import { useTranslation } from 'react-i18next';
import { NotBuilt } from '../../shell/NotBuilt.tsx';

export function VisitPage(_: { readonly encounterId: string }) {
  const { t } = useTranslation('shell');
  return <NotBuilt title={t('module.visit')} />;
}
