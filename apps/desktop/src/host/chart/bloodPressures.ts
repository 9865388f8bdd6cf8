import type { Reader } from '../replica/replica.ts';
import { recordIds } from './linkedRecord.ts';
import type { BloodPressure } from './views.ts';

/** The blood pressures of a patient's visits, oldest first, at most the last `limit`; not those entered in error. */
export function bloodPressures(read: Reader, patientId: string, limit = 100): readonly BloodPressure[] {
  return read
    .all<BloodPressure>(
      `SELECT day AS "on", systolic, diastolic FROM encounter_index
        WHERE patient_id IN (SELECT value FROM json_each(?)) AND systolic IS NOT NULL AND diastolic IS NOT NULL AND state <> 'enteredInError'
        ORDER BY started_at DESC LIMIT ?`,
      recordIds(read, patientId), limit,
    )
    .toReversed();
}
