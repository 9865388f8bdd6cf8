import { useTranslation } from 'react-i18next';
import { NotBuilt } from '../../shell/NotBuilt.tsx';

export function ReviewsPage(_: { readonly reviewId: string | null }) {
  const { t } = useTranslation('shell');
  return <NotBuilt title={t('module.reviews')} />;
}
