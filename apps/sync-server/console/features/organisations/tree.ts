import type { Standing } from '../../live/standing.ts';

export interface TreeRow {
  readonly row: Standing;
  /** 0 at the top. */
  readonly depth: number;
}

/** Each institution before those below it; siblings by name. One whose parent is not here stands at the top. */
export function treeOf(standings: readonly Standing[]): readonly TreeRow[] {
  const ids = new Set(standings.map(({ id }) => id));
  const byParent = new Map<string | null, Standing[]>();
  for (const row of standings) {
    const parent = row.parentId !== null && ids.has(row.parentId) ? row.parentId : null;
    byParent.set(parent, [...(byParent.get(parent) ?? []), row]);
  }
  const below = (parent: string | null, depth: number, above: ReadonlySet<string>): readonly TreeRow[] => (
    (byParent.get(parent) ?? []).filter(({ id }) => !above.has(id)).toSorted((a, b) => a.name.localeCompare(b.name, 'zh'))
      .flatMap((row) => [{ row, depth }, ...below(row.id, depth + 1, new Set([...above, row.id]))])
  );
  return below(null, 0, new Set());
}
