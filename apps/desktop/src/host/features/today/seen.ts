import { ageOn } from '@lianyi/schema/basics/dates';
import { dispensedUnits } from '../../chart/dispensingState.ts';
import { isEmptyVisit } from '../../chart/emptyVisit.ts';
import type { Reader } from '../../replica/replica.ts';
import type { SeenRow, TodayView } from './views.ts';
import type { ClinicDay } from './waiting.ts';

interface VisitRow {
  readonly id: string;
  readonly patient_id: string;
  readonly started_at: string;
  readonly state: 'draft' | 'signed';
  readonly main_code: string;
  readonly main_text: string;
}

/** Who was seen here today, the latest first; a draft counts once its patient is no longer in the visit and something has been written. */
export function seenRows(read: Reader, { orgId, day }: ClinicDay): readonly SeenRow[] {
  const visits = read.all<VisitRow>(
    `SELECT id, patient_id, started_at, state, main_code, main_text FROM encounter_index e
      WHERE org_id = ? AND day = ? AND state <> 'enteredInError'
        AND NOT (state = 'draft' AND EXISTS (SELECT 1 FROM queue_index q WHERE q.patient_id = e.patient_id AND q.day = e.day AND q.encounter_id = e.id AND q.state = 'inVisit'))
      ORDER BY started_at DESC`,
    orgId, day,
  );
  return visits.flatMap((visit) => {
    const patient = read.document('patient', visit.patient_id);
    if (!patient) return [];
    const draft = visit.state === 'draft' ? read.document('encounter', visit.id) : undefined;
    if (draft && isEmptyVisit(read, draft)) return [];
    const prescription = prescriptionOf(read, visit.id);
    return [{
      encounterId: visit.id,
      patientId: visit.patient_id,
      at: visit.started_at,
      name: patient.identity.name,
      sex: patient.identity.sex,
      ageYears: ageOn(patient.identity.birthDate, day).years,
      diagnosis: visit.main_text,
      code: visit.main_code,
      state: visit.state === 'draft' || prescription === null || prescription.state === 'draft' ? visit.state : prescription.handedOut,
      prescriptionId: prescription?.id ?? null,
      amountFen: prescription?.chargedFen ?? null,
    }];
  });
}

interface SeenPrescription {
  readonly id: string;
  readonly state: string;
  readonly chargedFen: number | null;
  readonly handedOut: 'prescribed' | 'dispensed' | 'partlyDispensed';
}

function prescriptionOf(read: Reader, encounterId: string): SeenPrescription | null {
  const row = read.get<{ id: string; state: string }>(
    'SELECT id, state FROM prescription_index WHERE encounter_id = ? AND stopped_at IS NULL ORDER BY created_at DESC LIMIT 1', encounterId,
  );
  if (!row) return null;
  const given = dispensedUnits(read, row.id);
  const items = read
    .all<{ item_no: number; quantity: number }>('SELECT item_no, quantity FROM prescription_item_index WHERE prescription_id = ?', row.id)
    .map((item) => ({ ordered: item.quantity, given: given.get(item.item_no) ?? 0 }));
  const isAll = items.length > 0 && items.every((item) => item.given >= item.ordered);
  const isSome = items.some((item) => item.given > 0);
  const charged = read.get<{ fen: number | null }>('SELECT sum(amount_fen) AS fen FROM dispense_index WHERE prescription_id = ?', row.id);
  return { id: row.id, state: row.state, chargedFen: charged?.fen ?? null, handedOut: isAll ? 'dispensed' : isSome ? 'partlyDispensed' : 'prescribed' };
}

/** What was paid for what was handed out here today, by payment, over the visits that are signed: what is still being written has cost nothing. */
export function takings(read: Reader, { orgId, day }: ClinicDay, seen: readonly SeenRow[]): TodayView['takings'] {
  const rows = read.all<{ payment: string; fen: number }>('SELECT payment, sum(amount_fen) AS fen FROM dispense_index WHERE org_id = ? AND day = ? GROUP BY payment', orgId, day);
  const of = (payment: string): number => rows.find((row) => row.payment === payment)?.fen ?? 0;
  const [insuranceFen, cashFen, scanFen] = [of('insurance'), of('cash'), of('scan')];
  return { totalFen: insuranceFen + cashFen + scanFen, insuranceFen, cashFen, scanFen, visits: seen.filter((row) => row.state !== 'draft').length };
}
