import { Alert, Page } from '@lianyi/ui';
import { useTranslation } from 'react-i18next';
import { useNavigation } from '../navigation/useNavigation.ts';
import { PageFrame } from './PageFrame.tsx';

/** In place of a page whose content could not be read, or is not on this PC. */
export function Unread({ title, isMissing = false, onAgain }: { readonly title: string; readonly isMissing?: boolean; readonly onAgain?: () => void }) {
  const { t } = useTranslation('shell');
  const go = useNavigation((at) => at.go);
  const today = { id: 'today', label: t('crashed.today'), keyHint: '2', onChoose: () => { go({ name: 'today' }); } };
  const again = onAgain === undefined ? [] : [{ id: 'again', label: t('loadFailed.again'), keyHint: '1', isAdvised: true, onChoose: onAgain }];
  return (
    <PageFrame title={title}>
      <Page>
        <Alert tone={isMissing ? 'warn' : 'danger'} title={isMissing ? t('error.notFound') : t('loadFailed.title')} actions={[...again, today]}>
          {isMissing ? undefined : t('loadFailed.body')}
        </Alert>
      </Page>
    </PageFrame>
  );
}

/** The frame alone, in the moment before the host has answered. */
export function Unanswered({ title }: { readonly title: string }) {
  return <PageFrame title={title}><Page /></PageFrame>;
}
