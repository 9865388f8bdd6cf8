import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { countyFailure } from './countyFailure.ts';
import { useReach } from './reach.ts';

/**
 * Answers are shown until better ones come; a call that failed leaves the last answer on the screen with its age. The
 * county's events refetch what is shown; without a line the retries are the line's, not each query's. Whoever is told
 * that nobody is logged in asks who is: then the login stands here.
 */
export function newQueryClient(): QueryClient {
  const onError = (error: unknown) => {
    const failure = countyFailure(error);
    if (failure === 'signedOut') void client.invalidateQueries({ queryKey: [['session', 'me']] });
    if (failure === 'unreachable') useReach.getState().missed();
  };
  const client = new QueryClient({
    defaultOptions: {
      queries: { networkMode: 'always', retry: false, refetchOnWindowFocus: true, staleTime: 2000 },
      mutations: { networkMode: 'always', retry: false },
    },
    queryCache: new QueryCache({ onError, onSuccess: () => { useReach.getState().heard(); } }),
    mutationCache: new MutationCache({ onError }),
  });
  return client;
}
