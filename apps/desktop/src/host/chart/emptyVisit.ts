import type { Encounter } from '@lianyi/schema/documents/encounter';
import { isUnwritten } from '@lianyi/schema/documents/encounter';
import type { Reader } from '../replica/replica.ts';
import { unfinishedRows } from './unfinishedRows.ts';

/** An unsigned visit with no text, no drug and no row begun: nobody has been seen in it. */
export function isEmptyVisit(read: Reader, encounter: Encounter): boolean {
  if (encounter.progress.state !== 'draft' || !isUnwritten(encounter)) return false;
  const order = read.get('SELECT 1 FROM prescription_index WHERE encounter_id = ? AND item_count > 0', encounter.id);
  return order === undefined && unfinishedRows(read, encounter.id).length === 0;
}
