import { localDay } from '@lianyi/schema/basics/dates';
import type { Encounter } from '@lianyi/schema/documents/encounter';
import type { Prescription } from '@lianyi/schema/documents/prescription';
import { bloodPressures } from '../../chart/bloodPressures.ts';
import { documentPlace } from '../../chart/documentPlaces.ts';
import { recordIds } from '../../chart/linkedRecord.ts';
import { medicationsInUse } from '../../chart/medicationsInUse.ts';
import { orgName, staffName } from '../../chart/names.ts';
import { patientBanner } from '../../chart/patientBanner.ts';
import { patientFollowUps } from '../../chart/patientFollowUps.ts';
import { unfinishedRows } from '../../chart/unfinishedRows.ts';
import { signBlockers } from '../../chart/visitSigning.ts';
import type { Completeness } from '../../chart/views.ts';
import type { Reader } from '../../replica/replica.ts';
import { savedAtOf } from './savedAt.ts';
import type { EncounterView } from './views.ts';

/** Everything that the visit page shows; null for a visit or a patient who is not on this PC. */
export function encounterView(read: Reader, encounterId: string, now: Date, completeness: Completeness): EncounterView | null {
  const encounter = read.document('encounter', encounterId);
  const day = localDay(now);
  const banner = encounter ? patientBanner(read, encounter.patientId, { day, completeness }) : null;
  if (!encounter || !banner) return null;
  return {
    encounter,
    banner,
    prescription: prescriptionOf(read, encounterId),
    unfinishedRows: encounter.progress.state === 'draft' ? unfinishedRows(read, encounterId) : [],
    medications: medicationsInUse(read, encounter.patientId, day),
    bloodPressures: bloodPressures(read, encounter.patientId, 6),
    lastVisit: lastVisit(read, encounter),
    due: patientFollowUps(read, encounter.patientId),
    savedAt: savedAtOf(read, encounter),
    place: documentPlace(read, encounterId),
    signBlockers: encounter.progress.state === 'draft' ? signBlockers(encounter) : [],
  };
}

/** The prescription of a visit: a signed one before a draft, the latest of them. */
function prescriptionOf(read: Reader, encounterId: string): Prescription | null {
  const row = read.get<{ id: string }>("SELECT id FROM prescription_index WHERE encounter_id = ? ORDER BY state = 'signed' DESC, created_at DESC LIMIT 1", encounterId);
  return (row && read.document('prescription', row.id)) ?? null;
}

function lastVisit(read: Reader, encounter: Encounter): EncounterView['lastVisit'] {
  const row = read.get<{ id: string }>(
    "SELECT id FROM encounter_index WHERE patient_id IN (SELECT value FROM json_each(?)) AND started_at < ? AND id <> ? AND state = 'signed' ORDER BY started_at DESC LIMIT 1", recordIds(read, encounter.patientId), encounter.startedAt, encounter.id,
  );
  const last = row && read.document('encounter', row.id);
  if (!last) return null;
  const [main] = last.diagnoses;
  return {
    encounterId: last.id,
    on: last.startedAt.slice(0, 10),
    diagnosis: main?.text ?? '',
    code: main?.code ?? '',
    summary: summaryOf(last),
    by: staffName(read, last.practitionerId),
    orgName: orgName(read, last.orgId),
  };
}

/** The pressure and the plan: what the next visit begins from. */
function summaryOf({ vitals, plan, complaint }: Encounter): string {
  const pressure = vitals?.systolic && vitals.diastolic ? `${vitals.systolic}/${vitals.diastolic}` : '';
  return [pressure, plan || complaint].filter((part) => part !== '').join('，');
}
