import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useHostContact } from './hostContact.ts';
import { hostFailure } from './hostFailure.ts';
import { pause, watchHost } from './hostWatch.ts';
import { useHostClient } from './useHost.ts';

/** Keeps watch over the host for as long as the page is open; when it is back, everything on the screen is asked again. */
export function useHostWatch(): void {
  const client = useHostClient();
  const queries = useQueryClient();
  useEffect(() => {
    const stopped = new AbortController();
    const { lost, answered } = useHostContact.getState();
    void watchHost({
      // What a host answers always, also before this PC is a clinic's.
      ask: (signal) => client.enrolment.state.query(undefined, { signal }),
      isUnreachable: (error) => hostFailure(error) === 'unreachable',
      lost, answered, wait: pause,
    }, stopped.signal);
    const unsubscribe = useHostContact.subscribe(({ returns }, before) => {
      if (returns !== before.returns) void queries.invalidateQueries();
    });
    return () => {
      stopped.abort();
      unsubscribe();
    };
  }, [client, queries]);
}
