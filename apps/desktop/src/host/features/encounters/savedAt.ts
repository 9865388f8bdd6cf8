import type { Encounter } from '@lianyi/schema/documents/encounter';
import type { Reader } from '../../replica/replica.ts';

/** A draft is of today, and a clinic saves a few hundred times a day. */
const lookBackSaves = 500;

/**
 * When this PC last saved something of a visit, whether or not the county has it since; for one from elsewhere, when it
 * was signed or opened.
 */
export function savedAtOf(read: Reader, encounter: Encounter): string {
  const { id, progress, startedAt } = encounter;
  const own = read.get<{ saved_at: string }>('SELECT b.saved_at FROM overlay o JOIN bundle b USING (save_number) WHERE o.document_id = ? ORDER BY o.save_number DESC LIMIT 1', id);
  if (own) return own.saved_at;
  if (progress.state !== 'draft') return progress.signature.at;
  const held = read.get<{ saved_at: string }>(
    'SELECT saved_at FROM bundle WHERE save_number > (SELECT max(save_number) FROM bundle) - ? AND instr(body, ?) > 0 ORDER BY save_number DESC LIMIT 1', lookBackSaves, id,
  );
  return held?.saved_at ?? startedAt;
}
