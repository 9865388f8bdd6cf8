import { useQuery } from '@tanstack/react-query';
import { Button, KeyValues, SectionHead } from '@lianyi/ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PersonEntry } from '../../../src/reports/views.ts';
import { useCounty } from '../../client/useCounty.ts';
import { AccountDialog, type AccountAct } from './AccountDialog.tsx';

/** Whether somebody can log in to the console, and what county IT does about it: of a login that was stolen, at once. */
export function AccountSection({ person }: { readonly person: PersonEntry }) {
  const { t } = useTranslation('people');
  const account = useQuery(useCounty().accounts.of.queryOptions({ personId: person.id })).data;
  const [open, setOpen] = useState<AccountAct | null>(null);
  if (account === undefined) return null;
  return (
    <>
      <SectionHead className="g" title={t('account.title')} />
      {account === null ? <p className="small dim">{t('account.none')}</p> : (
        <>
          <KeyValues className="sidefacts" items={[
            { key: 'login', label: t('account.login'), value: <span className="code">{account.login}</span> },
            { key: 'state', label: t('account.state'), value: t(account.isBlocked ? 'account.blocked' : 'account.open') },
            { key: 'totp', label: t('account.totp'), value: t(account.hasTotp ? 'account.set' : 'account.unset') },
          ]} />
          <div className="personactions">
            {account.isBlocked
              ? <Button size="sm" onClick={() => { setOpen('unblock'); }}>{t('account.act.unblock')}</Button>
              : <Button size="sm" icon="stop" onClick={() => { setOpen('block'); }}>{t('account.act.block')}</Button>}
            {account.hasTotp && <Button size="sm" onClick={() => { setOpen('resetTotp'); }}>{t('account.act.resetTotp')}</Button>}
            <Button size="sm" onClick={() => { setOpen('newPassword'); }}>{t('account.act.newPassword')}</Button>
          </div>
        </>
      )}
      {open !== null && <AccountDialog key={open} person={person} act={open} onClose={() => { setOpen(null); }} />}
    </>
  );
}
