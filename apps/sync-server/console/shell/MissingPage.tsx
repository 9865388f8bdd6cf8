import { Alert } from '@lianyi/ui';
import { useTranslation } from 'react-i18next';

/** In place of something that the county does not have. */
export function MissingPage() {
  const { t } = useTranslation('shell');
  return <div className="page"><Alert tone="warn" title={t('failed.title.missing')}>{t('failed.body.missing')}</Alert></div>;
}
