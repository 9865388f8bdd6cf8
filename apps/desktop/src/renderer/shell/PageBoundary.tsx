import { Alert } from '@lianyi/ui';
import { Component, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigation } from '../navigation/useNavigation.ts';

interface Failing { readonly hasFailed: boolean; readonly isMissing: boolean }

/** A page that fails says so and leaves the others standing. */
export class PageBoundary extends Component<{ readonly children: ReactNode }, Failing> {
  override state: Failing = { hasFailed: false, isMissing: false };

  static getDerivedStateFromError(error: unknown): Failing {
    return { hasFailed: true, isMissing: isMissingPage(error) };
  }

  override render(): ReactNode {
    if (!this.state.hasFailed) return this.props.children;
    const again = () => {
      // A page of the version before an update is gone for good: only a fresh start finds the new one.
      if (this.state.isMissing) window.location.reload();
      else this.setState({ hasFailed: false, isMissing: false });
    };
    return <CrashNotice onAgain={again} />;
  }
}

const isMissingPage = (error: unknown): boolean => error instanceof TypeError && /dynamically imported module|module script/i.test(error.message);

function CrashNotice({ onAgain }: { readonly onAgain: () => void }) {
  const { t } = useTranslation('shell');
  const go = useNavigation((at) => at.go);
  return (
    <div className="page">
      <Alert title={t('crashed.title')}
        actions={[
          { id: 'again', label: t('crashed.again'), keyHint: '1', isAdvised: true, onChoose: onAgain },
          { id: 'today', label: t('crashed.today'), keyHint: '2', onChoose: () => { onAgain(); go({ name: 'today' }); } },
        ]}>
        {t('crashed.body')}
      </Alert>
    </div>
  );
}
