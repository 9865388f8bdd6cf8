import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { hostFailure, type HostFailure } from './hostFailure.ts';

export interface FailedSave {
  readonly failure: HostFailure;
  /** Does it again, with the same values. */
  readonly again: () => void;
}

export interface QueryClientEvents {
  /** The host has locked itself. */
  readonly onLocked: (client: QueryClient) => void;
  readonly onSaveFailed: (failed: FailedSave) => void;
  readonly onSaved: () => void;
}

/**
 * The replica is on this PC: nothing is stale by age, nothing is retried in silence; a change of the line's version
 * refetches. A mutation may say `meta: { isQuiet: true }` if it words its own failures.
 */
export function newQueryClient({ onLocked, onSaveFailed, onSaved }: QueryClientEvents): QueryClient {
  const client = new QueryClient({
    defaultOptions: {
      queries: { networkMode: 'always', retry: false, refetchOnWindowFocus: false, staleTime: 2000 },
      mutations: { networkMode: 'always', retry: false },
    },
    queryCache: new QueryCache({ onError: (error) => { if (hostFailure(error) === 'locked') onLocked(client); } }),
    mutationCache: new MutationCache({
      onError: (error, variables, _result, mutation) => {
        const failure = hostFailure(error);
        if (failure === 'locked') onLocked(client);
        if (mutation.meta?.['isQuiet'] === true) return;
        onSaveFailed({ failure, again: () => { mutation.execute(variables).catch(() => undefined); } });
      },
      onSuccess: () => {
        onSaved();
        // The screen shows what was saved before the long poll has told of it; nobody waits for that.
        void client.invalidateQueries({ refetchType: 'active' });
      },
    }),
  });
  return client;
}
