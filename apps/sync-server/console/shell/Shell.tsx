import { useQuery, useQueryClient } from '@tanstack/react-query';
import { AppShell, StaffBadge, useHotkeys, type IconName, type RailModule } from '@lianyi/ui';
import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useCounty } from '../client/useCounty.ts';
import { followStandings } from '../live/standingsStore.ts';
import { moduleNames, moduleOf, modulesFor, type ModuleName } from '../navigation/pages.ts';
import { useNavigation } from '../navigation/useNavigation.ts';
import { HelpDialog } from './HelpDialog.tsx';
import { LineWords } from './LineWords.tsx';
import { useMayDo, usePerson } from './person.ts';
import { ShellFindBox } from './ShellFindBox.tsx';
import { useIdleLogout } from './useIdleLogout.ts';
import { useLogout } from './useLogout.ts';

const moduleIcons: Readonly<Record<ModuleName, IconName>> = { today: 'today', organisations: 'home', patients: 'people', reviews: 'review', devices: 'pc', people: 'user', audit: 'eye', settings: 'gear' };
/** Changes come by the second where a county is at work: what is on the screen is asked for again no more often than this. */
const refreshMs = 5000;

/** The one frame of every page. It follows the county as long as somebody is logged in. */
export function Shell({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation('shell');
  const person = usePerson();
  const finds = useMayDo('record.find');
  const page = useNavigation((at) => at.page);
  const go = useNavigation((at) => at.go);
  const logout = useLogout();
  const today = useQuery(useCounty().today.queryOptions(undefined, { refetchInterval: 60_000, enabled: finds })).data;
  useCountyFollower(person.id);
  useIdleLogout(logout);
  useHotkeys({ 'Ctrl+L': logout });

  const waiting = (today?.reviews.open ?? 0) + (today?.quarantined.bundles ?? 0);
  const modules = modulesFor(person.roles).map((name, index): RailModule => ({
    id: name,
    label: t(`module.${name}`),
    icon: moduleIcons[name],
    hotkey: `Alt+${index + 1}`,
    ...(name === 'reviews' && { count: waiting, countLabel: t('reviewsWaiting', { count: waiting }) }),
  }));
  return (
    <>
      <AppShell
        rail={{
          label: t('modules'), productName: t('product'), modules: modules.filter(({ id }) => id !== 'settings'), endModules: modules.filter(({ id }) => id === 'settings'),
          current: modulesFor(person.roles).includes(moduleOf(page)) ? moduleOf(page) : 'today', onSelect: (id) => { const name = moduleNames.find((candidate) => candidate === id); if (name !== undefined) go({ name }); },
        }}
        find={finds ? <ShellFindBox /> : null} lineState={<LineWords />}
        staff={<StaffBadge name={person.name} roleName={person.roles.map((role) => t(`role.${role}`)).join(t('and'))} lockLabel={t('logout')} onLock={logout} />}>
        {children}
      </AppShell>
      <HelpDialog />
    </>
  );
}

/** Keeps this browser's copy of the institutions, and asks anew for what is on the screen when something has changed. */
function useCountyFollower(personId: string): void {
  const county = useCounty();
  const queries = useQueryClient();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const meKey = JSON.stringify(county.session.me.queryKey());
    const refresh = () => {
      timer = undefined;
      void queries.invalidateQueries({ predicate: ({ queryKey }) => JSON.stringify(queryKey) !== meKey });
    };
    const stop = followStandings(personId, {
      onChange: () => { timer ??= setTimeout(refresh, refreshMs); },
      onRefused: () => { void queries.invalidateQueries({ queryKey: county.session.me.queryKey() }); },
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [county, queries, personId]);
}
