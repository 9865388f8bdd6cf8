import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useHost } from '../client/useHost.ts';
import { useNavigation } from '../navigation/useNavigation.ts';

/** The visit that the module leads to: the one opened last, else one begun today and not yet signed, else none. */
export function useOpenVisitOfToday(): () => Promise<string | null> {
  const host = useHost();
  const queries = useQueryClient();
  return useCallback(async () => {
    const { lastEncounterId } = useNavigation.getState();
    if (lastEncounterId !== null) return lastEncounterId;
    const today = await queries.fetchQuery(host.today.overview.queryOptions()).catch(() => null);
    if (today === null) return null;
    const inVisit = today.waiting.find(({ entry }) => entry.state.encounterId !== null)?.entry.state.encounterId;
    return inVisit ?? today.seen.find(({ state }) => state === 'draft')?.encounterId ?? null;
  }, [host, queries]);
}
