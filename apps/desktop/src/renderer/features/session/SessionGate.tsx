import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert } from '@lianyi/ui';
import { Activity, useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { SessionView } from '../../../contract/views.ts';
import { useHostContact } from '../../client/hostContact.ts';
import { useHost } from '../../client/useHost.ts';
import { followClinicClock } from '../../format/clinicClock.ts';
import { UnlockPage } from './UnlockPage.tsx';

/** The lock screen looks at the line again so often. */
const lookAgainMs = 10_000;

type Person = NonNullable<SessionView['current']>;

/**
 * The lock screen until somebody has unlocked. Locking forgets every answer that a page had, so that nothing of a
 * patient stays behind. A host that was started anew is locked too, but nobody has locked the screen: the page stays
 * behind the lock screen as it was, hidden and idle, so that the same person goes on with what they were writing.
 */
export function SessionGate({ children }: { readonly children: (person: Person) => ReactNode }) {
  const { t } = useTranslation('shell');
  const queries = useQueryClient();
  const session = useQuery(useHost().session.status.queryOptions(undefined, {
    refetchInterval: ({ state }) => (state.data?.current === null || state.status === 'error' ? lookAgainMs : false),
  }));
  // Before any page is drawn: they all say what day it is.
  if (session.data !== undefined) followClinicClock(session.data.now);
  const current = session.data?.current ?? null;
  const isLocked = session.data !== undefined && current === null;
  const returns = useHostContact((contact) => contact.returns);
  const [last, setLast] = useState<{ readonly person: Person; readonly returns: number; readonly heardAt: number } | null>(null);
  const isStartedAnew = isLocked && last !== null && returns > last.returns;
  // Whoever is there now; with a lock by hand nobody is kept.
  // Only an answer counts: the one from before the return says nothing about the host that is there now.
  if (current !== null && last?.heardAt !== session.dataUpdatedAt) setLast({ person: current, returns, heardAt: session.dataUpdatedAt });
  else if (isLocked && last !== null && !isStartedAnew) setLast(null);
  const isForgotten = isLocked && !isStartedAnew;
  useEffect(() => {
    if (isForgotten) queries.removeQueries({ predicate: ({ queryKey }) => !JSON.stringify(queryKey).includes('session') });
  }, [isForgotten, queries]);

  if (session.data === undefined) {
    return session.isError ? (
      <div className="lock-empty">
        <Alert title={t('failed.title.unreachable')} actions={[{ id: 'again', label: t('loadFailed.again'), keyHint: '1', isAdvised: true, onChoose: () => { void session.refetch(); } }]}>
          {t('loadFailed.body')}
        </Alert>
      </div>
    ) : null;
  }
  const shown = current ?? (isStartedAnew ? last.person : null);
  return (
    <>
      {current === null && <UnlockPage session={session.data} />}
      {shown !== null && <Activity key={shown.personId} mode={current === null ? 'hidden' : 'visible'}>{children(shown)}</Activity>}
    </>
  );
}
