import { useTranslation } from 'react-i18next';
import { NotBuilt } from '../../shell/NotBuilt.tsx';

export function FollowUpsPage() {
  const { t } = useTranslation('shell');
  return <NotBuilt title={t('module.followUps')} />;
}
