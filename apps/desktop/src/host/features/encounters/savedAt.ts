import type { Encounter } from '@lianyi/schema/documents/encounter';
import type { Reader } from '../../replica/replica.ts';

/** When this PC last saved something of a visit; for one from elsewhere, when it was signed or opened. */
export function savedAtOf(read: Reader, encounter: Encounter): string {
  const own = read.get<{ saved_at: string }>('SELECT b.saved_at FROM overlay o JOIN bundle b USING (save_number) WHERE o.document_id = ? ORDER BY o.save_number DESC LIMIT 1', encounter.id);
  return own?.saved_at ?? (encounter.progress.state === 'draft' ? encounter.startedAt : encounter.progress.signature.at);
}
