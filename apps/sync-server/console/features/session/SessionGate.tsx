import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert } from '@lianyi/ui';
import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useCounty } from '../../client/useCounty.ts';
import { followCountyClock } from '../../format/countyClock.ts';
import { useEnding } from '../../shell/ending.ts';
import { PersonContext } from '../../shell/person.ts';
import { LoginPage } from './LoginPage.tsx';
import { SetUpTotpPage } from './SetUpTotpPage.tsx';
import './login.css';

const tryAgainMs = 5000;

/** The login until somebody is logged in. Whoever leaves takes every answer of the county with them: nothing of a patient stays behind. */
export function SessionGate({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation('session');
  const county = useCounty();
  const queries = useQueryClient();
  const session = useQuery(county.session.me.queryOptions(undefined, { refetchInterval: ({ state }) => (state.status === 'error' ? tryAgainMs : false) }));
  const { hasBeenIn, isByLogout } = useEnding();
  const person = isByLogout ? null : session.data;
  const isOut = person === null;
  // Before any page is drawn: they all say what day it is.
  if (person != null) followCountyClock(person.aheadMinutes);
  useEffect(() => {
    if (person != null) useEnding.setState({ hasBeenIn: true });
    if (isOut) queries.removeQueries({ predicate: ({ queryKey }) => !JSON.stringify(queryKey).includes('"session"') });
  }, [person, isOut, queries]);

  if (person === undefined) {
    return (
      <div className="login-wait">
        {session.isError ? (
          <Alert tone="warn" title={t('notReached')} actions={[{ id: 'again', label: t('again'), keyHint: '1', isAdvised: true, onChoose: () => { void session.refetch(); } }]}>
            {t('notReachedBody')}
          </Alert>
        ) : <span className="dim">{t('checking')}</span>}
      </div>
    );
  }
  if (person === null) return <LoginPage hasExpired={hasBeenIn && !isByLogout} onLoggedIn={(user) => { queries.setQueryData(county.session.me.queryKey(), user); useEnding.setState({ isByLogout: false }); }} />;
  return <PersonContext value={person}>{person.awaitsTotp ? <SetUpTotpPage /> : children}</PersonContext>;
}
