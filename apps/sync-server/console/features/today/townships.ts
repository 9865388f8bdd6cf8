import { isHeardToday } from '../../live/heard.ts';
import type { Standing } from '../../live/standing.ts';

/** A township's centre and the village clinics under it, as the map shows them. */
export interface Township {
  readonly id: string;
  readonly name: string;
  /** Institutions with a PC, and those of them that were heard within 24 hours. */
  readonly equipped: number;
  readonly heard: number;
  readonly visitsToday: number;
  /** The centre first, then its villages. */
  readonly members: readonly Standing[];
}

/** The townships in the order of their names, each with what hangs below it however deep. */
export function townshipsOf(standings: readonly Standing[], now: Date): readonly Township[] {
  const childrenByParent = new Map<string, Standing[]>();
  for (const row of standings) if (row.parentId !== null) childrenByParent.set(row.parentId, [...(childrenByParent.get(row.parentId) ?? []), row]);
  const below = (row: Standing, above: ReadonlySet<string>): readonly Standing[] => (
    (childrenByParent.get(row.id) ?? []).filter(({ id }) => !above.has(id)).flatMap((child) => [child, ...below(child, new Set([...above, child.id]))])
  );
  return standings.filter(({ type }) => type === 'township').map((centre) => {
    const members = [centre, ...below(centre, new Set([centre.id]))];
    const equipped = members.filter(({ devices }) => devices > 0);
    return {
      id: centre.id,
      name: centre.shortName.replace(/(中心)?卫生院$/, ''),
      equipped: equipped.length,
      heard: equipped.filter(({ lastHeardAt }) => isHeardToday(lastHeardAt, now)).length,
      visitsToday: members.reduce((sum, { visitsToday }) => sum + visitsToday, 0),
      members,
    };
  });
}

/** How much of a township was heard, as the map paints it. */
export type Coverage = 'all' | 'most' | 'some' | 'few' | 'none';

export function coverageOf({ equipped, heard }: Pick<Township, 'equipped' | 'heard'>): Coverage {
  if (equipped === 0) return 'none';
  const share = heard / equipped;
  if (share === 1) return 'all';
  if (share >= 0.8) return 'most';
  return share >= 0.5 ? 'some' : 'few';
}
