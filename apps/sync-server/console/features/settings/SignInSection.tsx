import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Field, KeyValues, SectionHead, TextInput, useToast } from '@lianyi/ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCounty } from '../../client/useCounty.ts';
import { TotpSetUp } from '../../shell/TotpSetUp.tsx';
import { useFormat } from '../../format/useFormat.ts';

/** The person's own way in: when the password was changed, the one-time codes, and where else they are logged in. */
export function SignInSection() {
  const { t } = useTranslation('settings');
  const format = useFormat();
  const county = useCounty();
  const queries = useQueryClient();
  const toast = useToast();
  const [isSettingUp, setSettingUp] = useState(false);
  const mine = useQuery(county.session.mine.queryOptions()).data;
  const refresh = () => { void queries.invalidateQueries({ queryKey: county.session.mine.queryKey() }); };
  const end = useMutation(county.session.end.mutationOptions({ onSuccess: () => { refresh(); toast({ text: t('ended') }); } }));
  if (mine === undefined) return null;
  return (
    <>
      <section>
        <SectionHead title={t('signIn')} />
        <KeyValues items={[
          { key: 'password', label: t('passwordChanged'), value: t('changedAt', { when: format.moment(mine.passwordChangedAt) }) },
          { key: 'totp', label: t('totp'), value: <>{mine.hasTotp ? t('totpOn', { count: mine.recoveryCodesLeft }) : t('totpOff')}{mine.needsTotp && <span className="dim"> · {t('totpMust')}</span>}</> },
        ]} />
        {isSettingUp ? <TotpSetUp onDone={() => { setSettingUp(false); refresh(); }} /> : <Button onClick={() => { setSettingUp(true); }}>{t(mine.hasTotp ? 'renewTotp' : 'setTotp')}</Button>}
        <NewPassword onChanged={() => { refresh(); toast({ text: t('changed') }); }} />
      </section>
      <section>
        <SectionHead title={t('sessions')} />
        <ul className="sessions">
          {mine.sessions.map((session) => (
            <li key={session.id}>
              <span><b>{browserName(session.browser)}</b> <span className="sub">{t('since', { when: format.moment(session.startedAt) })} · {t('seen', { when: format.moment(session.lastSeenAt) })}</span></span>
              {session.isThis ? <span className="dim">{t('here')}</span> : <Button disabled={end.isPending} onClick={() => { end.mutate({ sessionId: session.id }); }}>{t('end')}</Button>}
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}

function NewPassword({ onChanged }: { readonly onChanged: () => void }) {
  const { t } = useTranslation('settings');
  const county = useCounty();
  const [present, setPresent] = useState('');
  const [next, setNext] = useState('');
  const change = useMutation(county.session.changePassword.mutationOptions({
    onSuccess: (answer) => {
      if (!answer.ok) return;
      setPresent('');
      setNext('');
      onChanged();
    },
  }));
  const fault = change.data?.ok === false ? change.data.code : null;
  return (
    <form className="newpassword" aria-label={t('newPassword')} onSubmit={(event) => { event.preventDefault(); change.mutate({ present, next }); }}>
      <Field label={t('present')} hint="" error={fault === 'wrong' || fault === 'wait' ? t(`fault.${fault}`) : null}><TextInput type="password" value={present} onChange={setPresent} autoComplete="current-password" maxLength={200} /></Field>
      <Field label={t('next')} hint={t('nextHint')} error={fault === null || fault === 'wrong' || fault === 'wait' ? null : t(`fault.${fault}`)}><TextInput type="password" value={next} onChange={setNext} autoComplete="new-password" maxLength={200} /></Field>
      <Button type="submit" disabled={present === '' || next === '' || change.isPending}>{t('change')}</Button>
    </form>
  );
}

/** `Edg/131.0` of what browsers call themselves; else its beginning. */
const browserName = (text: string): string => /(Edg|Firefox|Chrome|Safari)\/[\d.]+/.exec(text)?.[0].replace('Edg/', 'Edge ').replace('/', ' ') ?? text.slice(0, 40);
