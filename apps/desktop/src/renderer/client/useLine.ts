import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { LineView } from '../../contract/views.ts';
import { useHostContact } from './hostContact.ts';
import { hostFailure } from './hostFailure.ts';
import { pause } from './hostWatch.ts';
import { useHost, useHostClient } from './useHost.ts';

/** Waits between two attempts while the host does not answer. */
const pauseMs = 2000;

/**
 * Follows the line: asks again as soon as its version changes and then refetches every query on the screen. Mounted
 * once, by the shell.
 */
export function useLineFollower(): void {
  const host = useHost();
  const client = useHostClient();
  const queries = useQueryClient();
  useEffect(() => {
    const stopped = new AbortController();
    const lineKey = host.line.state.queryKey();
    const follow = async () => {
      let version = -1;
      while (!stopped.signal.aborted) {
        try {
          const line: LineView = await client.line.changed.query({ version }, { signal: stopped.signal });
          queries.setQueryData(lineKey, line);
          if (line.version !== version && version !== -1) {
            void queries.invalidateQueries({ predicate: ({ queryKey }) => JSON.stringify(queryKey) !== JSON.stringify(lineKey) });
          }
          version = line.version;
        } catch (error) {
          // The first to hear of a host that has gone: what waited on it breaks off at once.
          if (!stopped.signal.aborted && hostFailure(error) === 'unreachable') useHostContact.getState().lost();
          await pause(pauseMs, stopped.signal);
        }
      }
    };
    void follow();
    return () => { stopped.abort(); };
  }, [client, host, queries]);
}

/** The line's state as last heard; undefined before the first answer. */
export function useLine(): LineView | undefined {
  return useQuery(useHost().line.state.queryOptions()).data;
}

/** Not all of the county's records are here yet: a first sync runs, or the log is not read to its end. */
export function useIsComing(): boolean {
  const line = useLine();
  return line !== undefined && (line.pulling !== null || line.isMoreAtCounty);
}

/** A count as it may be said: "0" says that there are none, which nobody knows before all has come. */
export function useKnownCount(): (count: number | undefined) => number | undefined {
  const isComing = useIsComing();
  return (count) => (count === 0 && isComing ? undefined : count);
}
