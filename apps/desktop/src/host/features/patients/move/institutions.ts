import type { Reader } from '../../../replica/replica.ts';
import type { InstitutionChoice } from '../views.ts';

/** The county's institutions that treat people, none that was closed: this one's neighbours below and above first, then all by name. */
export function institutions(read: Reader, orgId: string): readonly InstitutionChoice[] {
  const organisations = read.all<{ id: string }>("SELECT id FROM document WHERE kind = 'organisation' AND shown IS NOT NULL").flatMap(({ id }) => read.document('organisation', id) ?? []);
  const own = organisations.find(({ id }) => id === orgId);
  const isNear = ({ id, parentId }: (typeof organisations)[number]): boolean => parentId === orgId || id === own?.parentId || (parentId !== null && parentId === own?.parentId);
  return organisations
    .filter(({ type, closedOn }) => type !== 'county' && closedOn === null)
    .toSorted((a, b) => Number(isNear(b)) - Number(isNear(a)) || a.name.localeCompare(b.name, 'zh-CN'))
    .map(({ id, name, shortName, type }) => ({ orgId: id, name, shortName, type }));
}
