import { canonicalJson } from '@lianyi/schema/basics/canonicalJson';
import type { Kind, KindTable } from '@lianyi/schema/documents/kinds';
import { kinds as kindNames } from '@lianyi/schema/documents/kinds';
import type { Body } from '@lianyi/schema/documents/lens';
import { liftedBody } from '@lianyi/schema/documents/lifting';
import { NewerReplica } from './migrations/migrate.ts';
import { rebuildProjections } from './projections/applyProjections.ts';
import type { Projection } from './projections/projection.ts';
import type { Tables } from './tables.ts';

/**
 * After an upgrade: what is shown here of the kinds whose version rose is lifted to it, their projections are filled
 * anew, and documents of which the county had more than the older app could see are asked for again. What was parked is
 * shown by `showParked`, and what waits in the outbox stays as it was signed. Call it inside a transaction.
 * @throws NewerReplica when a newer app wrote the replica
 */
export function liftReplica(tables: Tables, kinds: KindTable, projections: readonly Projection[]): void {
  const before = tables.meta<Record<string, number>>('kindVersions') ?? {};
  const risen = kindNames.filter((kind) => kinds.rules[kind].version !== (before[kind] ?? 1));
  for (const kind of risen) {
    const { version } = kinds.rules[kind];
    if (version < (before[kind] ?? 1)) throw new NewerReplica(before[kind] ?? 1, version);
    liftKind(tables, kind, kinds);
  }
  if (risen.length === 0) return;
  rebuildProjections(tables, projections.filter((projection) => projection.kinds.some((kind) => risen.includes(kind))));
  for (const kind of risen) fetchAgain(tables, kind);
  tables.setMeta('readOnly', null);
  tables.setMeta('kindVersions', { ...before, ...Object.fromEntries(risen.map((kind) => [kind, kinds.rules[kind].version])) });
}

interface HeldRow {
  readonly number: number;
  readonly version: number;
  readonly base: string | null;
  readonly shown: string;
}

function liftKind(tables: Tables, kind: Kind, kinds: KindTable): void {
  const { version } = kinds.rules[kind];
  for (let after = 0; ; ) {
    const rows = tables.all<HeldRow>(
      'SELECT number, version, base, shown FROM document WHERE kind = ? AND number > ? AND version < ? AND shown IS NOT NULL ORDER BY number LIMIT 500', kind, after, version,
    );
    for (const row of rows) {
      const lift = (body: string): string => canonicalJson(liftedBody(JSON.parse(body) as Body, kind, row.version, kinds));
      tables.run('UPDATE document SET version = ?, base = ?, shown = ? WHERE number = ?', version, row.base === null ? null : lift(row.base), lift(row.shown), row.number);
    }
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.number;
  }
}

/** The log is read again from where the county put them; until then what the older app saw stands here. */
function fetchAgain(tables: Tables, kind: Kind): void {
  tables.run(
    `INSERT OR IGNORE INTO refetch (scope, number, document_id)
     SELECT l.scope, l.number, l.document_id FROM lowered l JOIN document d ON d.id = l.document_id WHERE d.kind = ?`,
    kind,
  );
}
