import { Alert } from '@lianyi/ui';
import { Component, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigation } from '../navigation/useNavigation.ts';

/** A page that fails says so and leaves the others standing. */
export class PageBoundary extends Component<{ readonly children: ReactNode }, { readonly hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError(): { readonly hasFailed: boolean } {
    return { hasFailed: true };
  }

  override render(): ReactNode {
    if (!this.state.hasFailed) return this.props.children;
    return <CrashNotice onAgain={() => { this.setState({ hasFailed: false }); }} />;
  }
}

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
