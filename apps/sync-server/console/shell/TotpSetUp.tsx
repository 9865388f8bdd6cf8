import { useMutation } from '@tanstack/react-query';
import { Alert, Button, Field, TextInput } from '@lianyi/ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCounty } from '../client/useCounty.ts';

/** Password, QR code, a code of the authenticator, and the recovery codes, in this order. */
export function TotpSetUp({ onDone }: { readonly onDone: () => void }) {
  const { t } = useTranslation('session');
  const county = useCounty();
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const offer = useMutation(county.session.offerTotp.mutationOptions());
  const confirm = useMutation(county.session.confirmTotp.mutationOptions());
  if (confirm.data?.ok === true) {
    return (
      <section className="totp">
        <Alert tone="ok" title={t('setUp.done')}>{t('setUp.doneBody')}</Alert>
        <ul className="recovery code">{confirm.data.recoveryCodes.map((one) => <li key={one}>{one}</li>)}</ul>
        <Button variant="primary" onClick={onDone}>{t('setUp.goOn')}</Button>
      </section>
    );
  }
  const offered = offer.data?.ok === true ? offer.data : null;
  if (offered === null) {
    const refused = offer.data?.ok === false ? t(offer.data.code === 'wait' ? 'setUp.wait' : 'setUp.wrongPassword') : null;
    return (
      <form className="totp login-form" onSubmit={(event) => { event.preventDefault(); offer.mutate({ password }); }}>
        <Field label={t('setUp.password')} hint="" error={refused}><TextInput autoFocus type="password" value={password} onChange={setPassword} autoComplete="current-password" maxLength={200} /></Field>
        <Button type="submit" variant="primary" disabled={password === '' || offer.isPending}>{t('setUp.begin')}</Button>
      </form>
    );
  }
  return (
    <form className="totp login-form" onSubmit={(event) => { event.preventDefault(); confirm.mutate({ sealed: offered.sealed, code: code.trim() }); }}>
      <p>{t('setUp.scan')}</p>
      <img className="qr" src={offered.qrCode} alt={t('setUp.qr')} />
      <p className="sub">{t('setUp.noCamera')}<br /><span className="code">{offered.secret.match(/.{1,4}/g)?.join(' ')}</span></p>
      <Field label={t('setUp.code')} hint="" error={confirm.data?.ok === false ? t('setUp.wrongCode') : null}><TextInput autoFocus value={code} onChange={setCode} autoComplete="one-time-code" inputMode="numeric" maxLength={8} /></Field>
      <Button type="submit" variant="primary" disabled={code.trim().length < 6 || confirm.isPending}>{t('setUp.confirm')}</Button>
    </form>
  );
}
