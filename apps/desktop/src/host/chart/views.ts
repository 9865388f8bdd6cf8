import type { AllergyEntry, ProblemEntry } from '@lianyi/schema/documents/patient';
import type { FrequencyCode, RouteCode } from '@lianyi/schema/codes/usage';
import type { Sex } from '@lianyi/schema/documents/parts';

/** A form's mistake: at which field, as a code that the renderer puts in words, with the numbers that the words need. */
export interface FieldError {
  readonly field: string;
  readonly code: string;
  readonly values?: Readonly<Record<string, string | number>>;
}

/**
 * Where a document is. `here`: saved on this PC, to be sent. `waitingAtCounty`: held there until what comes before it has
 * come. `quarantined`: held there, and people must settle it.
 */
export type DocumentPlace = 'here' | 'held' | 'waitingAtCounty' | 'quarantined';

/**
 * How much of the county's records is here. `coming`: not all have come yet, so that what is not here is no proof that there is
 * none; how far it is, where that is known. `asOf`: all of them, up to that exchange.
 */
export type Completeness =
  | { readonly state: 'coming'; readonly progress: { readonly documents: number; readonly ofDocuments: number } | null }
  | { readonly state: 'never' }
  | { readonly state: 'asOf'; readonly at: string };

/** What stays in sight wherever a patient is open. */
export interface PatientBanner {
  readonly patientId: string;
  readonly name: string;
  readonly sex: Sex;
  readonly birthDate: string;
  readonly age: { readonly years: number; readonly months: number; readonly days: number };
  readonly address: string;
  readonly identityNumber: string | null;
  readonly phone: string | null;
  readonly allergies: { readonly state: 'some'; readonly items: readonly AllergyEntry[] } | { readonly state: 'none' } | { readonly state: 'unasked' };
  readonly problems: readonly ProblemEntry[];
  /** Codes: `over65`, `under6`, `pregnant` ... */
  readonly risks: readonly string[];
  /** What may be missing of what others did. */
  readonly completeness: Completeness;
  readonly openReviews: number;
  /** Saves about the patient that the county keeps in quarantine. */
  readonly quarantined: number;
  /** The review or the bundle to look at first; null where there is none. */
  readonly toLookAt: string | null;
  /** Not yet held by the county. */
  readonly isWaiting: boolean;
}

export interface MedicationInUse {
  readonly productId: string;
  readonly name: string;
  readonly dose: number;
  readonly doseUnit: string;
  readonly route: RouteCode;
  readonly frequency: FrequencyCode;
  readonly from: string;
  /** Days from today to the last that the supply covers; 0 on that day. */
  /** Of what was given out here; of the whole order where nothing was, since it may have been had elsewhere. */
  readonly daysLeft: number;
  /** False where nothing of it was given out, as far as this PC knows. */
  readonly isGiven: boolean;
  readonly ingredients: readonly string[];
  readonly prescribedBy: string;
}

/** A blood pressure on a day, mmHg. */
export interface BloodPressure {
  readonly on: string;
  readonly systolic: number;
  readonly diastolic: number;
}
