import type { Finding } from '../../replica/doctor/finding.ts';

export type { DoctorCheck, Fault, Finding } from '../../replica/doctor/finding.ts';

/** What the doctor found, and what it mended. */
export interface DoctorReport {
  readonly findings: readonly Finding[];
}
