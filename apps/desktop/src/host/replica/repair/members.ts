import { BucketSums, bucketOf, markText } from '@lianyi/schema/wire/repair';
import { digestHex } from '../deviceKey.ts';
import type { Tables } from '../tables.ts';

/** What this PC has of the county's in a scope: overlays left out, what is parked included. */
export interface Member {
  readonly id: string;
  readonly revision: number;
  /** Of the content that really lies here, hashed anew; empty where none does. */
  readonly hash: string;
}

/** So many contents are read and hashed before others get their turn: some milliseconds. */
const sliceSize = 100;

/** A scope's documents in slices, each read when it is asked for; between two of them the replica may be written. */
export function* membersOf(tables: Tables, scope: string, buckets: ReadonlySet<number> | null = null): Generator<readonly Member[]> {
  for (let after = 0; ; ) {
    const rows = tables.all<{ number: number; id: string; revision: number }>(
      `SELECT d.number, d.id, d.revision FROM membership m JOIN document d ON d.number = m.document
        WHERE m.scope = (SELECT number FROM scope WHERE name = ?) AND m.document > ? ORDER BY m.document LIMIT ?`,
      scope, after, buckets === null ? sliceSize : sliceSize * 20,
    );
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.number;
    const wanted = buckets === null ? rows : rows.filter((row) => buckets.has(bucketOf(row.id)));
    yield wanted.map(({ number, id, revision }) => ({ id, revision, hash: hashOf(tables, number) }));
  }
}

/** The county's body is parked, or the base, or what is shown where nothing lies on top. Of what came lowered, the hash that the county gave it. */
function hashOf(tables: Tables, number: number): string {
  const row = tables.get<{ body: string | null; lowered: string | null }>(
    `SELECT coalesce(p.body, d.base, iif(d.revision > 0, d.shown, NULL)) AS body, (SELECT lower(hex(d.hash)) FROM lowered WHERE document_id = d.id) AS lowered
       FROM document d LEFT JOIN parked p ON p.document_id = d.id WHERE d.number = ?`,
    number,
  );
  if (row !== undefined && row.lowered !== null) return row.lowered;
  return row === undefined || row.body === null ? '' : digestHex(row.body);
}

/** Adds a scope up, a slice at each step; returns the sums. */
export function* addUpScope(tables: Tables, scope: string): Generator<void, BucketSums> {
  const sums = new BucketSums();
  for (const slice of membersOf(tables, scope)) {
    for (const { id, revision, hash } of slice) sums.add(id, digestHex(markText(id, revision, hash)));
    yield;
  }
  return sums;
}
