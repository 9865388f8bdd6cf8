import type { Reader } from '../../../replica/replica.ts';
import { readOnlyUnitsHere } from '../../../replica/readOnlyUnits.ts';
import type { AwaitingUpdate } from '../views.ts';

/** What of a record waits for an update of the app. */
export function awaitingUpdate(read: Reader, patientId: string): AwaitingUpdate {
  const parked = read.all<{ kind: string; count: number }>(
    "SELECT kind, count(*) AS count FROM parked WHERE document_id = ? OR json_extract(body, '$.patientId') = ? GROUP BY kind ORDER BY kind",
    patientId, patientId,
  );
  const inPart = read.get<{ count: number }>(
    `SELECT count(DISTINCT document_id) AS count FROM lowered
      WHERE document_id IN (
        SELECT ? UNION SELECT id FROM encounter_index WHERE patient_id = ? UNION SELECT id FROM prescription_index WHERE patient_id = ?
        UNION SELECT id FROM dispense_index WHERE patient_id = ? UNION SELECT id FROM history_index WHERE patient_id = ?)`,
    patientId, patientId, patientId, patientId, patientId,
  );
  return { parked, inPart: inPart?.count ?? 0, readOnly: readOnlyUnitsHere(read, 'patient') };
}
