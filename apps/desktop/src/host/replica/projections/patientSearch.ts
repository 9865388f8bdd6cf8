import type { AnyDocument } from '@lianyi/schema/documents/kinds';
import type { Patient } from '@lianyi/schema/documents/patient';
import { termsOf } from '../search/patientTerms.ts';
import type { Projection, Writer } from './projection.ts';

/**
 * `patient_row`: what lists of people show and are matched by. `patient_terms`: the index that finds them as they are
 * typed. `patient_tally`: how many each home has.
 */
export const patientSearch: Projection = {
  name: 'patientSearch',
  kinds: ['patient'],
  tables: ['patient_row', 'patient_terms', 'patient_tally'],
  apply(write: Writer, before: AnyDocument | null, after: AnyDocument | null): void {
    const was = before?.kind === 'patient' ? before : null;
    const is = after?.kind === 'patient' ? after : null;
    if (was === null && is !== null) add(write, is);
    else if (was !== null && is === null) remove(write, was);
    else if (was !== null && is !== null) change(write, was, is);
  },
};

function add(write: Writer, patient: Patient): void {
  write.run(
    `INSERT INTO patient_row (patient_id, home_id, name, former_name, sex, birth_date, identity_number, phone, record_number, village, village_group, has_allergy)
     VALUES (?,?,?,?,?,?,?,?,?,?,?,?)`,
    patient.id, ...rowOf(patient),
  );
  write.run('INSERT INTO patient_terms (rowid, terms) VALUES (last_insert_rowid(), ?)', termsOf(patient));
  write.run('INSERT INTO patient_tally (home_id, patients) VALUES (?, 1) ON CONFLICT DO UPDATE SET patients = patients + 1', patient.homeId);
}

function remove(write: Writer, patient: Patient): void {
  write.run('DELETE FROM patient_terms WHERE rowid = (SELECT row FROM patient_row WHERE patient_id = ?)', patient.id);
  write.run('DELETE FROM patient_row WHERE patient_id = ?', patient.id);
  write.run('UPDATE patient_tally SET patients = patients - 1 WHERE home_id = ?', patient.homeId);
}

/** An allergy or a problem changes no term: the index is written only when what one types has changed. */
function change(write: Writer, before: Patient, after: Patient): void {
  const row = rowOf(after);
  if (rowOf(before).every((value, at) => value === row[at]) && before.identity.document?.type === after.identity.document?.type) return;
  write.run(
    `UPDATE patient_row SET home_id = ?, name = ?, former_name = ?, sex = ?, birth_date = ?, identity_number = ?, phone = ?, record_number = ?,
       village = ?, village_group = ?, has_allergy = ? WHERE patient_id = ?`,
    ...row, after.id,
  );
  const terms = termsOf(after);
  if (terms !== termsOf(before)) {
    write.run('DELETE FROM patient_terms WHERE rowid = (SELECT row FROM patient_row WHERE patient_id = ?)', after.id);
    write.run('INSERT INTO patient_terms (rowid, terms) VALUES ((SELECT row FROM patient_row WHERE patient_id = ?), ?)', after.id, terms);
  }
  if (before.homeId !== after.homeId) {
    write.run('UPDATE patient_tally SET patients = patients - 1 WHERE home_id = ?', before.homeId);
    write.run('INSERT INTO patient_tally (home_id, patients) VALUES (?, 1) ON CONFLICT DO UPDATE SET patients = patients + 1', after.homeId);
  }
}

function rowOf(patient: Patient): readonly (string | number | null)[] {
  const { identity, address } = patient;
  return [
    patient.homeId, identity.name, patient.formerName, identity.sex, identity.birthDate, identity.document?.number ?? null, patient.phone,
    patient.recordNumber, address?.village ?? '', address?.group ?? '', Object.values(patient.allergies).some((entry) => entry.status === 'active') ? 1 : 0,
  ];
}
