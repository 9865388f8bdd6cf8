/** What several pages show. */
import type { Patient } from '@lianyi/schema/documents/patient';

export interface NamedView {
  readonly id: string;
  readonly name: string;
}

export interface PatientBrief {
  readonly id: string;
  readonly name: string;
  readonly sex: Patient['identity']['sex'];
  readonly birthDate: string;
}
