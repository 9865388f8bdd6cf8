import { Alert } from '@lianyi/ui';
import { useTranslation } from 'react-i18next';
import { ExtensionCode } from '../../shell/ExtensionCode.tsx';

/** The PIN was right, and the county has not been heard from for too long: what goes on, and the code that helps without a line. */
export function LeaseOver({ onExtended }: { readonly onExtended: () => void }) {
  const { t } = useTranslation('session');
  return (
    <ExtensionCode className="forgotten" onExtended={onExtended} doneText={(count) => t('leaseOver.done', { count })}
      lead={<Alert tone="warn" icon="clock" title={t('leaseOver.title')}>{t('leaseOver.safe')}</Alert>} />
  );
}
