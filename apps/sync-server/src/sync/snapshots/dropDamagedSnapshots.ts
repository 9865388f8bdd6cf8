import type { ScopeId } from '@lianyi/schema/documents/kinds';
import { dropDamaged } from '../../store/snapshots.ts';
import type { County } from '../county.ts';

/**
 * Throws away what promises a chunk that is not there as promised, so that whoever asks next has it made anew, and tells
 * county IT: the disk or the database may turn other bits.
 */
export async function dropDamagedSnapshots({ db, hears }: Pick<County, 'db' | 'hears'>, sha256: string, scopes: ReadonlySet<ScopeId>): Promise<void> {
  for (const { scope, number, chunks } of await dropDamaged(db, sha256, scopes)) {
    hears.alarm('a snapshot was damaged', { scope, number: String(number), damagedChunks: String(chunks) });
  }
}
