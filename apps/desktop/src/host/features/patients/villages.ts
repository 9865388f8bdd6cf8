import type { Reader } from '../../replica/replica.ts';
import { typedReadings } from '../../replica/search/namePinyin.ts';
import type { VillageChoice } from './views.ts';

/** The villages that the county's institutions look after: this institution's first, then its children's, then all by name. */
export function villages(read: Reader, orgId: string): readonly VillageChoice[] {
  const organisations = read.all<{ id: string }>("SELECT id FROM document WHERE kind = 'organisation' AND shown IS NOT NULL").flatMap(({ id }) => read.document('organisation', id) ?? []).filter(({ closedOn }) => closedOn === null);
  const distance = (organisation: (typeof organisations)[number]): number => (organisation.id === orgId ? 0 : organisation.parentId === orgId ? 1 : 2);
  const seen = new Set<string>();
  return organisations
    .toSorted((a, b) => distance(a) - distance(b) || a.name.localeCompare(b.name, 'zh-CN'))
    .flatMap((organisation) => organisation.villages.map((village) => ({ name: village.name, groups: village.groups, orgName: organisation.shortName, readings: typedReadings(village.name) })))
    .filter((village) => !seen.has(village.name) && Boolean(seen.add(village.name)));
}
