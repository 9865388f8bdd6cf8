import type { AnyDocument, Kind } from '@lianyi/schema/documents/kinds';
import type { Tables } from '../tables.ts';
import type { Projection, Writer } from './projection.ts';

/** Lets the projections of a document's kind follow it from what was shown to what is shown now. */
export type ApplyProjections = (write: Writer, before: AnyDocument | null, after: AnyDocument | null) => void;

export function projectionsFor(projections: readonly Projection[]): ApplyProjections {
  const byKind = new Map<Kind, Projection[]>();
  for (const projection of projections) {
    for (const kind of projection.kinds) byKind.set(kind, [...(byKind.get(kind) ?? []), projection]);
  }
  return (write, before, after) => {
    const kind = after?.kind ?? before?.kind;
    if (kind === undefined) return;
    for (const projection of byKind.get(kind) ?? []) projection.apply(write, before, after);
  };
}

/** Empties the projections' tables and fills them again from what is shown. Call it inside a transaction. */
export function rebuildProjections(tables: Tables, projections: readonly Projection[]): void {
  for (const table of projections.flatMap((projection) => projection.tables)) tables.run(`DELETE FROM "${table}"`);
  const apply = projectionsFor(projections);
  for (const kind of new Set(projections.flatMap((projection) => projection.kinds))) {
    for (let after = 0; ; ) {
      const rows = tables.all<{ number: number; shown: string }>(
        'SELECT number, shown FROM document WHERE kind = ? AND number > ? AND shown IS NOT NULL ORDER BY number LIMIT 500', kind, after,
      );
      for (const row of rows) apply(tables, null, JSON.parse(row.shown) as AnyDocument);
      const last = rows.at(-1);
      if (last === undefined) break;
      after = last.number;
    }
  }
}

/** Rebuilds those projections that this app has and the replica was not yet filled for (new ones, or a new version). */
export function rebuildNewProjections(tables: Tables, projections: readonly Projection[]): void {
  const filled = tables.meta<Record<string, number>>('projections') ?? {};
  const wanted = Object.fromEntries(projections.map((projection) => [projection.name, projection.version ?? 1]));
  const fresh = projections.filter((projection) => filled[projection.name] !== wanted[projection.name]);
  if (fresh.length === 0) return;
  rebuildProjections(tables, fresh);
  tables.setMeta('projections', wanted);
}
