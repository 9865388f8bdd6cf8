import type { CalendarDate } from '@lianyi/schema/basics/dates';
import { ageOn } from '@lianyi/schema/basics/dates';
import type { Patient } from '@lianyi/schema/documents/patient';
import type { Reader } from '../replica/replica.ts';
import { recordIds, wholeRecord } from './linkedRecord.ts';
import { quarantinedOf } from './quarantined.ts';
import type { Completeness, PatientBanner } from './views.ts';

export interface BannerMoment {
  /** Today, by this PC's clock. */
  readonly day: CalendarDate;
  readonly completeness: Completeness;
}

/** What stays in sight wherever a patient is open; null for a patient who is not on this PC. */
export function patientBanner(read: Reader, patientId: string, moment: BannerMoment): PatientBanner | null {
  const patient = read.document('patient', patientId);
  return patient ? bannerOf(read, patient, moment) : null;
}

export function bannerOf(read: Reader, patient: Patient, moment: BannerMoment): PatientBanner {
  const { identity } = patient;
  const whole = wholeRecord(read, patient);
  const ids = recordIds(read, patient.id);
  const problems = Object.values(whole.problems).filter((problem) => problem.status === 'active');
  const age = ageOn(identity.birthDate, moment.day);
  const reviewIds = read.all<{ id: string }>("SELECT id FROM review_index WHERE patient_id IN (SELECT value FROM json_each(?)) AND state = 'open' ORDER BY opened_at DESC, id", ids).map(({ id }) => id);
  const quarantinedIds = quarantinedOf(read).flatMap((bundle) => (bundle.patientId !== null && ids.includes(bundle.patientId) ? [bundle.id] : []));
  return {
    patientId: patient.id,
    name: identity.name,
    sex: identity.sex,
    birthDate: identity.birthDate,
    age,
    address: addressLine(patient.address),
    identityNumber: identity.document?.number ?? null,
    phone: patient.phone,
    allergies: allergyState(whole),
    problems,
    risks: risksOf(age.years, problems.flatMap((problem) => problem.programme ?? [])),
    completeness: moment.completeness,
    openReviews: reviewIds.length,
    quarantined: quarantinedIds.length,
    toLookAt: [...reviewIds, ...quarantinedIds][0] ?? null,
    isWaiting: read.get("SELECT 1 FROM overlay o JOIN bundle b USING (save_number) WHERE o.document_id = ? AND b.state = 'waiting' LIMIT 1", patient.id) !== undefined,
  };
}

/** An address as it is written on a slip: 云岭镇青石坪村一组. */
export const addressLine = (address: Patient['address']): string => (address ? address.village + address.group + address.detail : '');

/** Asked and none, not asked, or some: what is active, what was severe first. */
function allergyState(patient: Patient): PatientBanner['allergies'] {
  const active = Object.values(patient.allergies).filter((entry) => entry.status === 'active');
  if (active.length === 0) return { state: patient.noKnownAllergies === null ? 'unasked' : 'none' };
  const rank = { severe: 0, unknown: 1, mild: 2 } as const;
  return { state: 'some', items: active.toSorted((a, b) => rank[a.severity] - rank[b.severity] || a.recorded.at.localeCompare(b.recorded.at)) };
}

/** Old age from 65 and early childhood below 6 change doses and limits; a programme of follow-up is a risk of its own. */
function risksOf(ageYears: number, programmes: readonly string[]): readonly string[] {
  const byAge = ageYears >= 65 ? ['over65'] : ageYears < 6 ? ['under6'] : [];
  return [...byAge, ...new Set(programmes)];
}
