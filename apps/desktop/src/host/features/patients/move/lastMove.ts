import { orgName, staffName } from '../../../chart/names.ts';
import type { Reader } from '../../../replica/replica.ts';
import type { MoveView } from '../views.ts';

/** What became of the last move of a patient that this PC knows of, also once the record has left; null if there was none. */
export function lastMove(read: Reader, patientId: string): MoveView | null {
  // Moves are few: one look at each.
  const row = read.get<{ id: string; outcome: string | null; isOnTop: number }>(
    `SELECT d.id, b.outcome, b.save_number IS NOT NULL AS isOnTop
       FROM document d LEFT JOIN overlay o ON o.document_id = d.id LEFT JOIN bundle b ON b.save_number = o.save_number
      WHERE d.kind = 'patientMove' AND json_extract(d.shown, '$.patientId') = ? ORDER BY d.id DESC LIMIT 1`,
    patientId,
  );
  const move = row && read.document('patientMove', row.id);
  if (!row || !move) return null;
  const isGone = read.get('SELECT 1 FROM document WHERE id = ? AND evict_due = 0', patientId) === undefined;
  const isThere = isGone || read.document('patient', patientId)?.homeId === move.toId;
  return {
    toName: orgName(read, move.toId),
    fromName: orgName(read, move.fromId),
    reason: move.reason,
    at: move.asked.at,
    by: move.asked.by === null ? '' : staffName(read, move.asked.by),
    state: row.isOnTop === 1 ? (row.outcome === 'quarantined' ? 'refused' : 'asked') : isThere ? 'moved' : 'notMoved',
  };
}
