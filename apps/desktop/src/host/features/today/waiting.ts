import { ageOn } from '@lianyi/schema/basics/dates';
import { medicationsInUse } from '../../chart/medicationsInUse.ts';
import type { Reader } from '../../replica/replica.ts';
import type { WaitingRow } from './views.ts';

export interface ClinicDay {
  readonly orgId: string;
  readonly day: string;
  readonly now: Date;
}

/**
 * ATC groups that change what may be given, so that the doctor should know before the patient sits down: vitamin K
 * antagonists and direct anticoagulants, insulin, digoxin, lithium, methotrexate. Unverified, to be confirmed by a clinician.
 */
const tellingAtcGroups = ['B01AA', 'B01AE', 'B01AF', 'A10A', 'C01AA', 'N05AN', 'L01BA01', 'L04AX03'];

/** Who is here: in a visit first, then by triage level, then by arrival. */
export function waitingRows(read: Reader, { orgId, day, now }: ClinicDay): readonly WaitingRow[] {
  return read
    .all<{ id: string }>(
      "SELECT id FROM queue_index WHERE org_id = ? AND day = ? AND state IN ('waiting', 'inVisit') ORDER BY state = 'waiting', triage, number, arrived_at", orgId, day,
    )
    .flatMap(({ id }) => {
      const entry = read.document('queueEntry', id);
      const patient = entry ? read.document('patient', entry.patientId) : undefined;
      if (!entry || !patient) return [];
      return [{
        entry,
        name: patient.identity.name,
        sex: patient.identity.sex,
        age: ageOn(patient.identity.birthDate, day),
        waitedMinutes: Math.max(0, Math.floor((now.getTime() - Date.parse(entry.arrived.at)) / 60_000)),
        allergies: Object.values(patient.allergies).filter((allergy) => allergy.status === 'active').map((allergy) => allergy.substance),
        medicationHints: tellingMedications(read, patient.id, day),
      }];
    });
}

const tellingMedications = (read: Reader, patientId: string, day: string): readonly string[] =>
  medicationsInUse(read, patientId, day)
    .filter((medication) => tellingAtcGroups.some((group) => read.document('product', medication.productId)?.atc.startsWith(group)))
    .map((medication) => medication.name);
