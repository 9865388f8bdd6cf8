import { useQuery } from '@tanstack/react-query';
import { Button, KeyValues, SectionHead, StatusText } from '@lianyi/ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccountView, PersonEntry } from '../../../src/reports/views.ts';
import { useCounty } from '../../client/useCounty.ts';
import { useFormat } from '../../format/useFormat.ts';
import { AccountDialog, type AccountAct } from './AccountDialog.tsx';

/** Whether somebody can log in to the console, and what county IT does about it: of a login that was stolen, at once. */
export function AccountSection({ person }: { readonly person: PersonEntry }) {
  const { t } = useTranslation('people');
  const account = useQuery(useCounty().accounts.of.queryOptions({ personId: person.id })).data;
  const [open, setOpen] = useState<AccountAct | null>(null);
  const { moment, now } = useFormat();
  if (account === undefined) return null;
  const waits = account !== null && account.waits !== null && new Date(account.waits.until) > now ? account.waits : null;
  return (
    <>
      <SectionHead className="g" title={t('account.title')} />
      {account === null ? <p className="small dim">{t('account.none')}</p> : (
        <>
          <KeyValues className="sidefacts" items={[
            { key: 'login', label: t('account.login'), value: <span className="code">{account.login}</span> },
            { key: 'state', label: t('account.state'), value: t(account.isBlocked ? 'account.blocked' : waits?.isEverywhere === true ? 'account.waiting' : 'account.open') },
            ...(waits === null && account.wrongTries === 0 ? [] : [{
              key: 'tries', label: t('account.tries'),
              value: waits === null ? t('account.wrongTries', { count: account.wrongTries })
                : <StatusText tone="warn" icon="clock">{t(waits.isEverywhere ? 'account.waitsEverywhere' : 'account.waitsThere', { count: account.wrongTries, when: moment(wholeMinute(waits.until)) })}</StatusText>,
            }]),
            { key: 'totp', label: t('account.totp'), value: t(account.hasTotp ? 'account.set' : 'account.unset') },
          ]} />
          {account.isOwn && <p className="small dim">{t('account.ownNote')}</p>}
          <div className="personactions">
            {actsFor(account, waits !== null).map((act) => <Button key={act} size="sm" icon={act === 'block' ? 'stop' : undefined} onClick={() => { setOpen(act); }}>{t(`account.act.${act}`)}</Button>)}
          </div>
        </>
      )}
      {open !== null && <AccountDialog key={open} person={person} act={open} isBlocked={account?.isBlocked === true} onClose={() => { setOpen(null); }} />}
    </>
  );
}

/** Not before it is over, where no seconds are shown. */
const wholeMinute = (until: string): string => new Date(Math.ceil(Date.parse(until) / 60_000) * 60_000).toISOString();

/** Of one's own nothing that the county would refuse. A wait alone is ended by itself; whoever is let in again need not wait either. */
function actsFor({ isBlocked, isOwn, hasTotp }: AccountView, waits: boolean): readonly AccountAct[] {
  return [
    ...(waits && !isBlocked ? (['endWait'] as const) : []),
    ...(isOwn ? [] : [isBlocked ? 'unblock' as const : 'block' as const, ...(hasTotp ? (['resetTotp'] as const) : []), 'newPassword' as const]),
  ];
}
