import { useMutation } from '@tanstack/react-query';
import { Button, Field, Icon, LinkButton, TextInput } from '@lianyi/ui';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { countyFailure } from '../../client/countyFailure.ts';
import { useCounty } from '../../client/useCounty.ts';
import { useLanguage, useLanguageStore } from '../../i18n/language.ts';
import type { CountyUserView } from '../../../src/reports/views.ts';
import { stopTelling } from '../../shell/ending.ts';
import { useTitle } from '../../shell/useTitle.ts';
import { DemoAccounts } from './DemoAccounts.tsx';
import { Motto } from './Motto.tsx';

/** Name and password; after a wrong one, or a session that ended, it says so where the person looks. */
export function LoginPage({ hasExpired, onLoggedIn }: { readonly hasExpired: boolean; readonly onLoggedIn: (user: CountyUserView) => void }) {
  const { t } = useTranslation('session');
  useTitle(t('title'));
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const passwordBox = useRef<HTMLInputElement>(null);
  const [refusal, setRefusal] = useState<'wrong' | 'wait' | null>(null);
  const nameBox = useRef<HTMLInputElement>(null);
  useEffect(() => { nameBox.current?.focus(); }, []);
  const login = useMutation(useCounty().session.login.mutationOptions());
  const isReady = name.trim() !== '' && password !== '';
  const submit = () => {
    if (!isReady || login.isPending) return;
    stopTelling();
    login.mutate({ login: name.trim(), password }, {
      onSuccess: (answer) => {
        if (answer.ok) { onLoggedIn(answer.user); return; }
        setRefusal(answer.code);
        setPassword('');
        passwordBox.current?.focus();
      },
    });
  };
  const type = (set: (text: string) => void) => (text: string) => { set(text); if (text !== '') { setRefusal(null); login.reset(); } };

  return (
    <div className="login">
      <Motto />
      <main className="login-right">
        <div className="login-top"><LanguageSwitch /></div>
        <div className="login-col">
          <h1>{t('heading')}</h1>
          <p className="sub">{t('sub')}</p>
          <form className="login-form" onSubmit={(event) => { event.preventDefault(); submit(); }}>
            <Field label={t('login')}><TextInput ref={nameBox} value={name} onChange={type(setName)} autoComplete="username" name="login" maxLength={60} /></Field>
            <Field label={t('password')}><TextInput ref={passwordBox} type="password" value={password} onChange={type(setPassword)} autoComplete="current-password" name="password" maxLength={200} isBad={refusal === 'wrong'} /></Field>
            <Button type="submit" variant="primary" keyHint="Enter" disabled={!isReady || login.isPending}>{t(login.isPending ? 'submitting' : 'submit')}</Button>
            <p className="login-said" role={refusal !== null || login.isError || hasExpired ? 'alert' : undefined}><Said refusal={refusal} error={login.isError ? login.error : null} hasExpired={hasExpired} /></p>
          </form>
          <DemoAccounts onPick={(account) => { setName(account.login); setPassword(account.password); setRefusal(null); passwordBox.current?.focus(); }} />
        </div>
      </main>
    </div>
  );
}

function Said({ refusal, error, hasExpired }: { readonly refusal: 'wrong' | 'wait' | null; readonly error: unknown; readonly hasExpired: boolean }) {
  const { t } = useTranslation('session');
  const failure = error === null ? null : countyFailure(error);
  if (refusal === 'wrong') return <span className="is-danger"><Icon name="stop" /> {t('wrong')}</span>;
  if (refusal === 'wait' || failure === 'tooMany') return <span className="is-warn"><Icon name="clock" /> {t('tooMany')}</span>;
  if (failure === 'unreachable') return <span className="is-warn"><Icon name="nolink" /> {t('unreachable')}</span>;
  if (failure !== null) return <span className="is-danger"><Icon name="stop" /> {t('fault')}</span>;
  if (hasExpired) return <span className="is-warn"><Icon name="clock" /> {t('expired')}</span>;
  return <><Icon name="info" /> {t('hint')}</>;
}

function LanguageSwitch() {
  const { t } = useTranslation('session');
  const language = useLanguage();
  const setLanguage = useLanguageStore((state) => state.setLanguage);
  const other = language === 'zh' ? 'en' : 'zh';
  return <LinkButton lang={other === 'zh' ? 'zh-CN' : 'en'} onClick={() => { setLanguage(other); }}>{t('otherLanguage')}</LinkButton>;
}
