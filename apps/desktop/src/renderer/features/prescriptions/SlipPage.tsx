import { useQuery } from '@tanstack/react-query';
import { Page } from '@lianyi/ui';
import { useEffect } from 'react';
import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { useHost } from '../../client/useHost.ts';
import { useNavigation } from '../../navigation/useNavigation.ts';
import { usePlaceState } from '../../patient/DocumentMark.tsx';
import { PageFrame } from '../../shell/PageFrame.tsx';
import { Unanswered, Unread } from '../../shell/Unread.tsx';
import { SlipSheet } from './slip/SlipSheet.tsx';
import './slip/slip.css';

/** The prescription slip as it will be printed; while this page is open, printing prints the slip alone. */
export function SlipPage({ prescriptionId }: { readonly prescriptionId: string }) {
  const { t } = useTranslation('prescriptions');
  const back = useNavigation((at) => at.back);
  const answer = useQuery(useHost().prescriptions.slip.queryOptions({ prescriptionId }));
  useEffect(() => {
    document.body.dataset['printing'] = 'slip';
    return () => { delete document.body.dataset['printing']; };
  }, []);
  const slip = answer.data;
  const atCounty = usePlaceState(slip?.place ?? 'here');
  if (answer.isError && slip === undefined) return <Unread title={t('slip')} onAgain={() => { void answer.refetch(); }} />;
  if (slip === null) return <Unread title={t('slip')} isMissing />;
  if (slip === undefined) return <Unanswered title={t('slip')} />;
  return (
    <PageFrame title={t('slip')}
      states={[slip.signedAt === null ? { id: 'draft', icon: 'warn', tone: 'warn', text: t('slipUnsigned') } : { id: 'paper', icon: 'print', text: t('slipPaper') }, atCounty]}
      actions={[
        { id: 'back', label: t('back'), keys: 'Esc', icon: 'left', onPress: back },
        { id: 'print', label: t('print'), keys: 'Ctrl P', icon: 'print', isPrimary: true, onPress: () => { window.print(); } },
      ]}>
      <Page className="slippage" tabIndex={0} role="region" aria-label={t('slip')}><SlipSheet slip={slip} /></Page>
      {createPortal(<div className="printable" aria-hidden="true"><SlipSheet slip={slip} /></div>, document.body)}
    </PageFrame>
  );
}
