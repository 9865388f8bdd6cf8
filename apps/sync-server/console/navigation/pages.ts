import type { Permission, Role } from '@lianyi/schema/codes/roles';
import { mayAny } from '@lianyi/schema/codes/roles';

/** Every page of the console, with what it needs to know. */
export type Page =
  | { readonly name: 'today' }
  | { readonly name: 'organisations'; readonly orgId?: string }
  /** `query` is what the find box holds. */
  | { readonly name: 'patients'; readonly query?: string }
  | { readonly name: 'chart'; readonly patientId: string }
  | { readonly name: 'reviews'; readonly list?: ReviewList; readonly chosenId?: string }
  | { readonly name: 'devices'; readonly deviceId?: string }
  | { readonly name: 'audit' }
  | { readonly name: 'people'; readonly personId?: string }
  | { readonly name: 'roles'; readonly role?: string }
  | { readonly name: 'settings' };

export const reviewLists = ['open', 'quarantined', 'resolved'] as const;
export type ReviewList = (typeof reviewLists)[number];

/** The modules of the rail, in the order of Alt+1, Alt+2 ... */
export const moduleNames = ['today', 'organisations', 'patients', 'reviews', 'devices', 'people', 'audit', 'settings'] as const satisfies readonly Page['name'][];
export type ModuleName = (typeof moduleNames)[number];

/** What a role must allow for the module to be of use to its people; null: it is for everybody. */
const modulePermissions: Readonly<Record<ModuleName, Permission | null>> = {
  today: 'county.figures', organisations: 'county.figures', patients: 'record.find', reviews: 'record.find', devices: 'county.overview', people: 'directory.read', audit: 'audit.read', settings: null,
};

/** Those that are of use to whoever holds these roles. */
export const modulesFor = (held: readonly Role[]): readonly ModuleName[] => moduleNames.filter((name) => {
  const act = modulePermissions[name];
  return act === null || mayAny(held, act);
});

export function moduleOf(page: Page): ModuleName {
  return page.name === 'chart' ? 'patients' : page.name === 'roles' ? 'people' : page.name;
}

/** `#/chart/<id>`. What was typed is left out: a name in the address would stay in the browser's history. */
export function pageToHash(page: Page): string {
  switch (page.name) {
    case 'organisations': return hash(page.name, page.orgId);
    case 'chart': return hash(page.name, page.patientId);
    case 'reviews': return page.list === undefined ? hash(page.name) : hash(page.name, page.list, page.chosenId);
    case 'devices': return hash(page.name, page.deviceId);
    case 'people': return hash(page.name, page.personId);
    case 'roles': return hash(page.name, page.role);
    default: return hash(page.name);
  }
}

const hash = (...parts: readonly (string | undefined)[]): string => `#/${parts.filter((part) => part !== undefined).join('/')}`;

/** The page that an address names; today for one that names none. */
export function hashToPage(text: string): Page {
  const [name = '', first = '', second = ''] = text.replace(/^#\/?/, '').split('/');
  switch (name) {
    case 'patients':
    case 'audit':
    case 'settings': return { name };
    case 'organisations': return first === '' ? { name } : { name, orgId: first };
    case 'devices': return first === '' ? { name } : { name, deviceId: first };
    case 'roles': return first === '' ? { name } : { name, role: first };
    case 'people': return first === '' ? { name } : { name, personId: first };
    case 'chart': return first === '' ? { name: 'patients' } : { name, patientId: first };
    case 'reviews': {
      const list = reviewLists.find((candidate) => candidate === first);
      if (list === undefined) return { name };
      return second === '' ? { name, list } : { name, list, chosenId: second };
    }
    default: return { name: 'today' };
  }
}
