import type { AnyDocument } from '@lianyi/schema/documents/kinds';
import type { Encounter } from '@lianyi/schema/documents/encounter';
import type { Projection, Writer } from './projection.ts';

/** `encounter_index`: a row for each visit. `encounter_diagnosis`: a row for each of its diagnoses. */
export const encounters: Projection = {
  name: 'encounters',
  kinds: ['encounter'],
  tables: ['encounter_index', 'encounter_diagnosis'],
  apply(write: Writer, before: AnyDocument | null, after: AnyDocument | null): void {
    if (before?.kind === 'encounter') remove(write, before.id);
    if (after?.kind === 'encounter') add(write, after);
  },
};

function remove(write: Writer, id: string): void {
  write.run('DELETE FROM encounter_index WHERE id = ?', id);
  write.run('DELETE FROM encounter_diagnosis WHERE encounter_id = ?', id);
}

function add(write: Writer, visit: Encounter): void {
  const [main] = visit.diagnoses;
  const day = visit.startedAt.slice(0, 10);
  write.run(
    `INSERT INTO encounter_index (id, patient_id, home_id, org_id, practitioner_id, started_at, day, visit_number, state, signed_at,
       main_system, main_code, main_text, systolic, diastolic, glucose_mmol_l) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)`,
    visit.id, visit.patientId, visit.homeId, visit.orgId, visit.practitionerId, visit.startedAt, day, visit.visitNumber, visit.progress.state,
    visit.progress.state === 'draft' ? null : visit.progress.signature.at,
    main?.system ?? '', main?.code ?? '', main?.text ?? '',
    visit.vitals?.systolic ?? null, visit.vitals?.diastolic ?? null, visit.vitals?.glucoseMmolL ?? null,
  );
  for (const [ordinal, diagnosis] of visit.diagnoses.entries()) {
    write.run(
      'INSERT INTO encounter_diagnosis (encounter_id, ordinal, org_id, day, system, code, text) VALUES (?,?,?,?,?,?,?)',
      visit.id, ordinal, visit.orgId, day, diagnosis.system, diagnosis.code, diagnosis.text,
    );
  }
}
