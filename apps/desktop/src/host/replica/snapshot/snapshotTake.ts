import type { Manifest } from '@lianyi/schema/wire/snapshot';
import { manifestToSign } from '@lianyi/schema/wire/snapshot';
import type { Core } from '../core.ts';
import type { Tables } from '../tables.ts';
import { cursorOf } from '../applyPage.ts';
import { buildIndexes } from './indexesLast.ts';

/** A snapshot that is being taken. */
export interface SnapshotTake {
  readonly manifest: Manifest;
  /** The chunk that comes next, and how many of its documents are here already. */
  readonly nextChunk: number;
  readonly nextDocument: number;
}

/** `begun`: or gone on with. Otherwise why it is not taken: the scope's log is read instead. `older`: than what is here, or under way. */
export type SnapshotBegun = 'begun' | 'unsigned' | 'otherHistory' | 'otherScope' | 'older';

/**
 * Begins a snapshot of a followed scope, or goes on with the same; a newer one takes the place of the one that was begun. Not of
 * a scope whose log has been begun, by a stick perhaps: what was put and evicted again between the two no snapshot tells.
 */
export function beginSnapshot({ database, tables, isSignedByCounty }: Core, scope: string, manifest: Manifest): SnapshotBegun {
  if (!isSignedByCounty(manifestToSign(manifest), manifest.signature)) return 'unsigned';
  if (manifest.scope !== scope || !(tables.meta<string[]>('scopes') ?? []).includes(scope)) return 'otherScope';
  if (manifest.epoch !== tables.meta<string>('epoch')) return 'otherHistory';
  return database.immediately(() => {
    const begun = takeOf(tables, scope);
    if (cursorOf(tables, scope) > 0 || (begun !== null && begun.manifest.epoch === manifest.epoch && begun.manifest.number > manifest.number)) return 'older';
    if (begun?.manifest.signature === manifest.signature) return 'begun';
    tables.run('INSERT OR REPLACE INTO snapshot_take (scope, manifest) VALUES (?, ?)', scope, JSON.stringify(manifest));
    tables.run('DELETE FROM snapshot_part');
    return 'begun';
  });
}

/** Snapshots under way of scopes that are followed, in this history, whose log has not been begun. */
export function takesOf(tables: Tables): readonly SnapshotTake[] {
  const [followed, epoch] = [tables.meta<string[]>('scopes') ?? [], tables.meta<string>('epoch')];
  return tables.all<TakeRow>('SELECT manifest, next_chunk, next_document FROM snapshot_take WHERE scope NOT IN (SELECT scope FROM cursor WHERE number > 0) ORDER BY scope').map(takeIn)
    .filter(({ manifest }) => manifest.epoch === epoch && followed.includes(manifest.scope));
}

export function takeOf(tables: Tables, scope: string): SnapshotTake | null {
  const row = tables.get<TakeRow>('SELECT manifest, next_chunk, next_document FROM snapshot_take WHERE scope = ?', scope);
  return row === undefined ? null : takeIn(row);
}

/** Reads the scope's log instead; what has been taken stays, and the log goes over it. What is here of other scopes' chunks stays, too. */
export function giveUpSnapshot({ database, tables }: Core, scope: string): void {
  database.immediately(() => {
    for (const { sha256 } of takeOf(tables, scope)?.manifest.chunks ?? []) tables.run('DELETE FROM snapshot_part WHERE sha256 = ?', sha256);
    tables.run('DELETE FROM snapshot_take WHERE scope = ?', scope);
    buildIndexes(database, tables);
  });
}

/** The last of it has come, by whatever road: what a line had begun, and a stick's log went beyond, is needed no more. */
export function firstSyncIsDone({ database, tables }: Core): void {
  database.immediately(() => {
    tables.run('DELETE FROM snapshot_take');
    tables.run('DELETE FROM snapshot_part');
    buildIndexes(database, tables);
    tables.setMeta('firstSyncDone', true);
  });
}

interface TakeRow {
  readonly manifest: string;
  readonly next_chunk: number;
  readonly next_document: number;
}

const takeIn = (row: TakeRow): SnapshotTake => ({ manifest: JSON.parse(row.manifest) as Manifest, nextChunk: row.next_chunk, nextDocument: row.next_document });

/** How many bytes of a chunk are here, from its start. */
export const partLength = (tables: Tables, sha256: string): number =>
  tables.get<{ end: number }>('SELECT coalesce(max(start + length(bytes)), 0) AS end FROM snapshot_part WHERE sha256 = ?', sha256)?.end ?? 0;

/** Keeps what has come of a chunk: encrypted, like all that lies here. */
export function keepPart({ database, tables }: Core, sha256: string, start: number, bytes: Uint8Array): void {
  database.immediately(() => tables.run('INSERT OR REPLACE INTO snapshot_part (sha256, start, bytes) VALUES (?, ?, ?)', sha256, start, Buffer.from(bytes)));
}

export const partBytes = (tables: Tables, sha256: string): Buffer =>
  Buffer.concat(tables.all<{ bytes: Buffer }>('SELECT bytes FROM snapshot_part WHERE sha256 = ? ORDER BY start', sha256).map((row) => row.bytes));

/** What came is not what was promised: it is fetched from its start. */
export const dropParts = ({ database, tables }: Core): void => database.immediately(() => tables.run('DELETE FROM snapshot_part'));
