import { useMutation } from '@tanstack/react-query';
import { Button, Field, Icon, LinkButton, TextInput } from '@lianyi/ui';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { countyFailure } from '../../client/countyFailure.ts';
import { useCounty } from '../../client/useCounty.ts';
import { useNow } from '../../format/useNow.ts';
import { useLanguage, useLanguageStore } from '../../i18n/language.ts';
import type { CountyUserView } from '../../../src/reports/views.ts';
import { stopTelling } from '../../shell/ending.ts';
import { useTitle } from '../../shell/useTitle.ts';
import { DemoAccounts } from './DemoAccounts.tsx';
import { Motto } from './Motto.tsx';

/** Name and password, then a one-time code where one is asked for; after a wrong one, or a session that ended, it says so where the person looks. */
export function LoginPage({ hasExpired, onLoggedIn }: { readonly hasExpired: boolean; readonly onLoggedIn: (user: CountyUserView) => void }) {
  const { t } = useTranslation('session');
  useTitle(t('title'));
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const passwordBox = useRef<HTMLInputElement>(null);
  const [code, setCode] = useState('');
  const [isCodeWanted, setCodeWanted] = useState(false);
  const codeBox = useRef<HTMLInputElement>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const nameBox = useRef<HTMLInputElement>(null);
  useEffect(() => { nameBox.current?.focus(); }, []);
  const login = useMutation(useCounty().session.login.mutationOptions());
  useEffect(() => { if (isCodeWanted) codeBox.current?.focus(); }, [isCodeWanted]);
  const isReady = name.trim() !== '' && password !== '' && (!isCodeWanted || code.trim() !== '');
  const submit = () => {
    if (!isReady || login.isPending) return;
    stopTelling();
    login.mutate({ login: name.trim(), password, code: isCodeWanted ? code.trim() : null }, {
      onSuccess: (answer) => {
        if (answer.ok) { onLoggedIn(answer.user); return; }
        if (answer.code === 'codeWanted') { setCodeWanted(true); return; }
        setRefusal(answer.code === 'wait' ? { code: 'wait', untilMs: Date.now() + answer.seconds * 1000 } : { code: answer.code });
        setCode('');
        if (answer.code === 'wrongCode') { codeBox.current?.focus(); return; }
        setPassword('');
        setCodeWanted(false);
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
            <Field label={t('password')}><TextInput ref={passwordBox} type="password" value={password} onChange={type(setPassword)} autoComplete="current-password" name="password" maxLength={200} isBad={refusal?.code === 'wrong'} /></Field>
            {isCodeWanted && <Field label={t('code')} hint={t('codeHint')}><TextInput ref={codeBox} value={code} onChange={type(setCode)} autoComplete="one-time-code" name="code" maxLength={20} isBad={refusal?.code === 'wrongCode'} /></Field>}
            <Button type="submit" variant="primary" keyHint="Enter" disabled={!isReady || login.isPending}>{t(login.isPending ? 'submitting' : 'submit')}</Button>
            <p className="login-said" role={refusal !== null || login.isError || hasExpired ? 'alert' : undefined}><Said refusal={refusal} error={login.isError ? login.error : null} hasExpired={hasExpired} /></p>
          </form>
          <DemoAccounts onPick={(account) => { setName(account.login); setPassword(account.password); setCodeWanted(false); setRefusal(null); passwordBox.current?.focus(); }} />
        </div>
      </main>
    </div>
  );
}

type Refusal = { readonly code: 'wrong' | 'wrongCode' | 'noPost' } | { readonly code: 'wait'; readonly untilMs: number };

function Said({ refusal, error, hasExpired }: { readonly refusal: Refusal | null; readonly error: unknown; readonly hasExpired: boolean }) {
  const { t } = useTranslation('session');
  const failure = error === null ? null : countyFailure(error);
  if (refusal?.code === 'wrongCode') return <span className="is-danger"><Icon name="stop" /> {t('wrongCode')}</span>;
  if (refusal?.code === 'noPost') return <span className="is-warn"><Icon name="lock" /> {t('noPost')}</span>;
  if (refusal?.code === 'wrong') return <span className="is-danger"><Icon name="stop" /> {t('wrong')}</span>;
  if (refusal?.code === 'wait') return <Wait untilMs={refusal.untilMs} />;
  if (failure === 'tooMany') return <span className="is-warn"><Icon name="clock" /> {t('tooMany', { left: t('seconds', { count: 60 }) })}</span>;
  if (failure === 'unreachable') return <span className="is-warn"><Icon name="nolink" /> {t('unreachable')}</span>;
  if (failure !== null) return <span className="is-danger"><Icon name="stop" /> {t('fault')}</span>;
  if (hasExpired) return <span className="is-warn"><Icon name="clock" /> {t('expired')}</span>;
  return <><Icon name="info" /> {t('hint')}</>;
}

/** Counts down, as a PC's lock screen does; then it may be tried again. */
function Wait({ untilMs }: { readonly untilMs: number }) {
  const { t } = useTranslation('session');
  const left = Math.max(0, Math.ceil((untilMs - useNow(1000).getTime()) / 1000));
  if (left === 0) return <><Icon name="info" /> {t('tryAgain')}</>;
  const words = left < 60 ? t('seconds', { count: left }) : `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`;
  return <span className="is-warn"><Icon name="clock" /> {t('tooMany', { left: words })}</span>;
}

function LanguageSwitch() {
  const { t } = useTranslation('session');
  const language = useLanguage();
  const setLanguage = useLanguageStore((state) => state.setLanguage);
  const other = language === 'zh' ? 'en' : 'zh';
  return <LinkButton lang={other === 'zh' ? 'zh-CN' : 'en'} onClick={() => { setLanguage(other); }}>{t('otherLanguage')}</LinkButton>;
}
