import { useMutation, useQuery } from '@tanstack/react-query';
import { AppShell, StaffBadge, useHotkeys, useToast, type RailModule } from '@lianyi/ui';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { SessionView } from '../../contract/views.ts';
import { useHost, useHostClient } from '../client/useHost.ts';
import { useLineFollower } from '../client/useLine.ts';
import { moduleOf, type ModuleName } from '../navigation/pages.ts';
import { useNavigation } from '../navigation/useNavigation.ts';
import { PersonContext } from './person.ts';
import { HelpDialog } from './HelpDialog.tsx';
import { moduleIcons, moduleNames } from './modules.ts';
import { ShellFindBox } from './ShellFindBox.tsx';
import { useAutoLock } from './useAutoLock.ts';
import { useOpenVisitOfToday } from './useOpenVisitOfToday.ts';

export interface ShellProps {
  readonly person: NonNullable<SessionView['current']>;
  /** LineState in words. */
  readonly lineState: ReactNode;
  readonly children: ReactNode;
}

/** The one frame of every page. */
export function Shell({ person, lineState, children }: ShellProps) {
  const { t } = useTranslation('shell');
  const host = useHost();
  const client = useHostClient();
  const toast = useToast();
  const page = useNavigation((at) => at.page);
  const go = useNavigation((at) => at.go);
  const findOpenVisit = useOpenVisitOfToday();
  const reviews = useQuery(host.reviews.list.queryOptions());
  const lock = useMutation(host.session.lock.mutationOptions());
  useLineFollower();
  // Nothing is saved by it, so that nothing is fetched anew either; a host that is away says so elsewhere.
  useAutoLock(() => { lock.mutate(); }, (lockAfterMinutes) => { client.keys.stillHere.mutate({ lockAfterMinutes }).catch(() => undefined); });
  useHotkeys({ 'Ctrl+L': () => { lock.mutate(); } });

  const openReviews = reviews.data?.open.length ?? 0;
  const modules = moduleNames.map((name, index): RailModule => ({
    id: name,
    label: t(`module.${name}`),
    icon: moduleIcons[name],
    hotkey: `Alt+${index + 1}`,
    ...(name === 'reviews' && { count: openReviews, countLabel: t('reviewsWaiting', { count: openReviews }) }),
  }));

  const openModule = async (id: string) => {
    const name = moduleNames.find((candidate) => candidate === id);
    if (name === undefined) return;
    if (name !== 'visit') { go({ name }); return; }
    const encounterId = await findOpenVisit();
    if (encounterId !== null) { go({ name: 'visit', encounterId }); return; }
    go({ name: 'today' });
    toast({ icon: 'info', text: t('noOpenVisit') });
  };

  return (
    <PersonContext value={person}>
      <AppShell
        rail={{
          label: t('modules'), productName: t('product'), modules: modules.filter(({ id }) => id !== 'settings'), endModules: modules.filter(({ id }) => id === 'settings'),
          current: moduleOf(page) satisfies ModuleName, onSelect: (id) => { void openModule(id); },
        }}
        find={<ShellFindBox />} lineState={lineState}
        staff={<StaffBadge name={person.name} roleName={person.roles.map((role) => t(`role.${role}`)).join(' · ')} lockLabel={t('lock')} onLock={() => { lock.mutate(); }} />}>
        {children}
      </AppShell>
      <HelpDialog />
    </PersonContext>
  );
}
