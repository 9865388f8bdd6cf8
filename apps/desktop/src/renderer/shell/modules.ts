import type { IconName } from '@lianyi/ui';
import type { ModuleName } from '../navigation/pages.ts';

/** In the order of the rail and of Alt+1 ... ; settings stand at its foot. */
export const moduleNames = ['today', 'patients', 'visit', 'dispense', 'stock', 'followUps', 'reviews', 'settings'] as const satisfies readonly ModuleName[];

export const moduleIcons: Readonly<Record<ModuleName, IconName>> = {
  today: 'today', patients: 'people', visit: 'visit', dispense: 'pill', stock: 'stock', followUps: 'follow', reviews: 'review', settings: 'gear',
};
