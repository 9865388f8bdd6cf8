import type { Encounter } from '@lianyi/schema/documents/encounter';
import type { AnyDocument } from '@lianyi/schema/documents/kinds';
import type { Patient, Programme } from '@lianyi/schema/documents/patient';
import { isSameJson } from '@lianyi/schema/basics/canonicalJson';
import { followUpDue } from '@lianyi/schema/rules/followUpDue';
import type { Projection, Writer } from './projection.ts';

/** `programme_visit`: what visits measured for the programmes. `follow_up`: who is in a programme, and when due. */
export const followUps: Projection = {
  name: 'followUps',
  kinds: ['patient', 'encounter'],
  tables: ['programme_visit', 'follow_up'],
  apply(write: Writer, before: AnyDocument | null, after: AnyDocument | null): void {
    if (before?.kind === 'patient' || after?.kind === 'patient') {
      followPatient(write, before?.kind === 'patient' ? before : null, after?.kind === 'patient' ? after : null);
    } else followVisit(write, before?.kind === 'encounter' ? before : null, after?.kind === 'encounter' ? after : null);
  },
};

function followPatient(write: Writer, before: Patient | null, after: Patient | null): void {
  const was = before ? memberships(before) : [];
  const is = after ? memberships(after) : [];
  if (before !== null && after !== null && isSameJson(was, is)) return;
  if (before !== null) write.run('DELETE FROM follow_up WHERE patient_id = ?', before.id);
  for (const member of is) writeFollowUp(write, member);
}

interface Membership {
  readonly patientId: string;
  readonly homeId: string;
  readonly birthDate: string;
  readonly programme: Programme;
  readonly since: string;
}

/** The programmes of a patient's active problems, each since its earliest entry was recorded. */
function memberships(patient: Patient): readonly Membership[] {
  const since = new Map<Programme, string>();
  for (const problem of Object.values(patient.problems)) {
    if (problem.programme === null || problem.status !== 'active') continue;
    const recordedOn = problem.recorded.at.slice(0, 10);
    const known = since.get(problem.programme);
    if (known === undefined || recordedOn < known) since.set(problem.programme, recordedOn);
  }
  return [...since].map(([programme, on]) => ({ patientId: patient.id, homeId: patient.homeId, birthDate: patient.identity.birthDate, programme, since: on }));
}

function followVisit(write: Writer, before: Encounter | null, after: Encounter | null): void {
  const was = before ? measured(before) : null;
  const is = after ? measured(after) : null;
  if (isSameJson(was, is)) return;
  if (before !== null && was !== null) write.run('DELETE FROM programme_visit WHERE encounter_id = ?', before.id);
  if (after !== null && is !== null) {
    write.run('INSERT INTO programme_visit (encounter_id, patient_id, day, systolic, diastolic, glucose_mmol_l, is_copd) VALUES (?,?,?,?,?,?,?)', after.id, ...is);
  }
  const patientId = after?.patientId ?? before?.patientId ?? '';
  const members = write.all<Membership>(
    'SELECT patient_id AS patientId, home_id AS homeId, birth_date AS birthDate, programme, since FROM follow_up WHERE patient_id = ?', patientId,
  );
  if (members.length > 0) write.run('DELETE FROM follow_up WHERE patient_id = ?', patientId);
  for (const member of members) writeFollowUp(write, member);
}

type MeasuredRow = readonly [patientId: string, day: string, systolic: number | null, diastolic: number | null, glucose: number | null, isCopd: number];

/** Null for a draft, a visit entered in error, and one that measured nothing of a programme. */
function measured(visit: Encounter): MeasuredRow | null {
  if (visit.progress.state !== 'signed') return null;
  const { systolic = null, diastolic = null, glucoseMmolL = null } = visit.vitals ?? {};
  const isCopd = visit.diagnoses.some((diagnosis) => diagnosis.system === 'icd10' && diagnosis.code.startsWith('J44'));
  const isPressure = systolic !== null && diastolic !== null;
  return isPressure || glucoseMmolL !== null || isCopd ? [visit.patientId, visit.startedAt.slice(0, 10), systolic, diastolic, glucoseMmolL, isCopd ? 1 : 0] : null;
}

interface VisitRow {
  readonly on: string;
  readonly systolic: number | null;
  readonly diastolic: number | null;
  readonly glucoseMmolL: number | null;
  readonly isCopd: number;
}

function writeFollowUp(write: Writer, member: Membership): void {
  const visits = write.all<VisitRow>(
    'SELECT day AS "on", systolic, diastolic, glucose_mmol_l AS glucoseMmolL, is_copd AS isCopd FROM programme_visit WHERE patient_id = ? ORDER BY day DESC, encounter_id DESC LIMIT 40',
    member.patientId,
  );
  const counted = member.programme === 'copd' ? visits.filter((visit) => visit.isCopd === 1) : visits;
  const { dueOn, last } = followUpDue(member.programme, member.since, member.birthDate, counted);
  write.run(
    `INSERT INTO follow_up (patient_id, programme, home_id, birth_date, since, due_on, last_on, systolic, diastolic, glucose_mmol_l, at_goal) VALUES (?,?,?,?,?,?,?,?,?,?,?)`,
    member.patientId, member.programme, member.homeId, member.birthDate, member.since, dueOn,
    last?.on ?? null, last?.systolic ?? null, last?.diastolic ?? null, last?.glucoseMmolL ?? null,
    last === null || last.atGoal === null ? null : Number(last.atGoal),
  );
}
