import { useQueryClient } from '@tanstack/react-query';
import { useCounty, useCountyClient } from '../client/useCounty.ts';
import { forgetStandings } from '../live/standingsStore.ts';
import { useNavigation } from '../navigation/useNavigation.ts';
import { tellLogout, useEnding } from './ending.ts';
import { usePerson } from './person.ts';

/** Ends the session here at once, clears what this browser kept, and tells the county as soon as it can be reached. */
export function useLogout(): () => void {
  const county = useCounty();
  const client = useCountyClient();
  const queries = useQueryClient();
  const person = usePerson();
  return () => {
    useEnding.setState({ isByLogout: true });
    tellLogout((signal) => client.session.logout.mutate(undefined, { signal }));
    useNavigation.getState().go({ name: 'today' });
    queries.setQueryData(county.session.me.queryKey(), null);
    void forgetStandings(person.id);
  };
}
