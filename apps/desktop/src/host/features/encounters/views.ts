import type { Encounter } from '@lianyi/schema/documents/encounter';
import type { Prescription } from '@lianyi/schema/documents/prescription';
import type { UnfinishedRow } from '../../chart/unfinishedRows.ts';
import type { BloodPressure, DocumentPlace, FieldError, MedicationInUse, PatientBanner } from '../../chart/views.ts';

/** The visit page. */
export interface EncounterView {
  readonly encounter: Encounter;
  readonly banner: PatientBanner;
  /** The prescription of this visit, if one has been begun. */
  readonly prescription: Prescription | null;
  /** Rows of it that are not written out yet, kept on this PC. */
  readonly unfinishedRows: readonly UnfinishedRow[];
  readonly medications: readonly MedicationInUse[];
  readonly bloodPressures: readonly BloodPressure[];
  readonly lastVisit: { readonly encounterId: string; readonly on: string; readonly diagnosis: string; readonly code: string; readonly summary: string; readonly by: string; readonly orgName: string } | null;
  readonly due: readonly { readonly programme: string; readonly dueOn: string; readonly lastOn: string | null }[];
  readonly savedAt: string;
  readonly place: DocumentPlace;
  /** What stops signing, as codes; empty when it may be signed. */
  readonly signBlockers: readonly FieldError[];
}

export type SaveDraftResult =
  | { readonly ok: true; readonly savedAt: string }
  | { readonly ok: false; readonly errors: readonly FieldError[] }
  | { readonly ok: false; readonly stale: { readonly unit: string; readonly now: unknown } };

export type SignResult = SaveDraftResult;

export type DiscardResult = { readonly ok: true } | { readonly ok: false; readonly errors: readonly FieldError[] };
