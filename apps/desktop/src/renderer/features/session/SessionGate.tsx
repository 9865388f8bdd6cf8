import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert } from '@lianyi/ui';
import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { SessionView } from '../../../contract/views.ts';
import { useHost } from '../../client/useHost.ts';
import { UnlockPage } from './UnlockPage.tsx';

/** The lock screen looks at the line again so often. */
const lookAgainMs = 10_000;

/** The lock screen until somebody has unlocked. Locking forgets every answer that a page had, so that nothing of a patient stays behind. */
export function SessionGate({ children }: { readonly children: (person: NonNullable<SessionView['current']>) => ReactNode }) {
  const { t } = useTranslation('shell');
  const queries = useQueryClient();
  const session = useQuery(useHost().session.status.queryOptions(undefined, {
    refetchInterval: ({ state }) => (state.data?.current === null || state.status === 'error' ? lookAgainMs : false),
  }));
  const isLocked = session.data !== undefined && session.data.current === null;
  useEffect(() => {
    if (isLocked) queries.removeQueries({ predicate: ({ queryKey }) => !JSON.stringify(queryKey).includes('session') });
  }, [isLocked, queries]);

  if (session.data === undefined) {
    return session.isError ? (
      <div className="lock-empty">
        <Alert title={t('failed.title.unreachable')} actions={[{ id: 'again', label: t('loadFailed.again'), keyHint: '1', isAdvised: true, onChoose: () => { void session.refetch(); } }]}>
          {t('loadFailed.body')}
        </Alert>
      </div>
    ) : null;
  }
  return session.data.current === null ? <UnlockPage session={session.data} /> : children(session.data.current);
}
