import { Choices, KeyValues, Page, PageHead, RadioCard, SectionHead } from '@lianyi/ui';
import { useTranslation } from 'react-i18next';
import { languages, useLanguage, useLanguageStore } from '../../i18n/language.ts';
import { usePerson } from '../../shell/person.ts';
import { useTitle } from '../../shell/useTitle.ts';
import { SignInSection } from './SignInSection.tsx';
import './settings.css';

/** The language of this browser, whose account it is, and what is kept here. */
export function SettingsPage() {
  const { t } = useTranslation('settings');
  const shell = useTranslation('shell').t;
  const language = useLanguage();
  const setLanguage = useLanguageStore((state) => state.setLanguage);
  const person = usePerson();
  useTitle(t('title'));
  return (
    <>
      <div className="headline"><PageHead title={t('title')} /></div>
      <Page className="settings">
        <section>
          <SectionHead title={t('language')} count={t('languageNote')} />
          <Choices label={t('language')} values={languages} value={language} onChange={setLanguage} className="languages">
            {languages.map((code, at) => <RadioCard key={code} value={code} title={<span lang={code === 'zh' ? 'zh-CN' : 'en'}>{t(code)}</span>} digit={String(at + 1)} isWide />)}
          </Choices>
        </section>
        <section>
          <SectionHead title={t('account')} />
          <KeyValues items={[{ key: 'name', label: t('name'), value: person.name }, { key: 'role', label: t('role'), value: person.roles.map((role) => shell(`role.${role}`)).join(shell('and')) }]} />
        </section>
        <SignInSection />
        <section>
          <SectionHead title={t('copy')} />
          <p className="sub">{t('copyNote')}</p>
        </section>
      </Page>
    </>
  );
}
