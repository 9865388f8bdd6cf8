import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useCounty } from '../client/useCounty.ts';
import { forgetStandings } from '../live/standingsStore.ts';
import { useNavigation } from '../navigation/useNavigation.ts';
import { useEnding } from './ending.ts';
import { usePerson } from './person.ts';

/** Ends the session, here even when the county cannot be told, and clears what this browser kept. */
export function useLogout(): () => void {
  const county = useCounty();
  const queries = useQueryClient();
  const person = usePerson();
  const logout = useMutation(county.session.logout.mutationOptions({
    onSettled: async () => {
      useEnding.setState({ isByLogout: true });
      useNavigation.getState().go({ name: 'today' });
      queries.setQueryData(county.session.me.queryKey(), null);
      await forgetStandings(person.id);
    },
  }));
  return () => { if (!logout.isPending) logout.mutate(); };
}
