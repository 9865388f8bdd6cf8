import { LinkButton, Logo } from '@lianyi/ui';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage, useLanguageStore } from '../../i18n/language.ts';
import './unlock.css';

export interface LockFrameProps {
  /** At the top: whose PC it is. */
  readonly title: ReactNode;
  readonly children: ReactNode;
  readonly foot?: ReactNode;
  /** The language was changed by the mouse: where the keys go on. */
  readonly onLanguage: () => void;
}

/** What is around the pages that come before a person is known: the promise at the left, the language at the right. */
export function LockFrame({ title, children, foot, onLanguage }: LockFrameProps) {
  return (
    <div className="lock">
      <Motto />
      <main className="lock-right">
        <div className="lock-top">{title}<LanguageSwitch onSwitch={onLanguage} /></div>
        <div className="lock-col">{children}</div>
        {foot}
      </main>
    </div>
  );
}

function Motto() {
  const { t } = useTranslation('session');
  const product = useTranslation('shell').t('product');
  return (
    <section className="lock-left" aria-label={product}>
      <div className="lock-brand"><Logo size={36} /><span>{product}</span></div>
      <p className="lock-motto">{t('motto')}</p>
      <p className="lock-promise sub">{t('promise1')}<br />{t('promise2')}</p>
    </section>
  );
}

function LanguageSwitch({ onSwitch }: { readonly onSwitch: () => void }) {
  const { t } = useTranslation('session');
  const language = useLanguage();
  const setLanguage = useLanguageStore((state) => state.setLanguage);
  const other = language === 'zh' ? 'en' : 'zh';
  return <LinkButton lang={other === 'zh' ? 'zh-CN' : 'en'} onClick={() => { setLanguage(other); onSwitch(); }}>{t('otherLanguage')}</LinkButton>;
}
