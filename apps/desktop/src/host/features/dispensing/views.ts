import type { FieldError, PatientBanner } from '../../chart/views.ts';

export interface DispenseQueueItem {
  readonly prescriptionId: string;
  readonly number: string;
  readonly patientId: string;
  readonly patientName: string;
  readonly sex: string;
  readonly ageYears: number;
  readonly signedAt: string;
  readonly prescriber: string;
  readonly drugs: number;
  readonly state: 'waiting' | 'partly' | 'done' | 'expired' | 'stopped';
  readonly hasAllergy: boolean;
}

/** A lot proposed for a line, first expired first out. */
export interface PlannedLot {
  readonly lotNumber: string;
  readonly expiry: string;
  readonly daysLeft: number;
  readonly shelf: string;
  readonly quantity: number;
  readonly known: number;
  readonly isOpened: boolean;
}

export interface PlannedLine {
  readonly itemNo: number;
  readonly productId: string;
  readonly name: string;
  readonly specification: string;
  readonly usage: { readonly dose: number; readonly doseUnit: string; readonly route: string; readonly frequency: string; readonly days: number; readonly note: string };
  readonly unit: string;
  readonly packUnit: string;
  readonly packSize: number;
  readonly packPriceFen: number;
  readonly ordered: number;
  readonly alreadyDispensed: number;
  readonly lots: readonly PlannedLot[];
  /** Every unexpired lot that could be chosen instead. */
  readonly choices: readonly PlannedLot[];
  /** Units that no lot covers. */
  readonly short: number;
}

/** What left for this prescription earlier. */
export interface EarlierDispense {
  readonly dispenseId: string;
  readonly at: string;
  readonly by: string;
  readonly ownerName: string;
  readonly amountFen: number;
  readonly payment: 'insurance' | 'cash' | 'scan';
  readonly lines: readonly { readonly name: string; readonly lotNumber: string; readonly quantity: number; readonly unit: string }[];
}

export interface DispensePlan {
  readonly prescriptionId: string;
  readonly number: string;
  readonly type: 'general' | 'emergency' | 'paediatric' | 'long';
  readonly validUntil: string;
  readonly state: DispenseQueueItem['state'];
  readonly signedBy: string;
  readonly signedAt: string;
  readonly banner: PatientBanner;
  readonly diagnoses: readonly { readonly text: string; readonly code: string }[];
  readonly lines: readonly PlannedLine[];
  readonly totalFen: number;
  readonly owners: readonly { readonly orgId: string; readonly name: string }[];
  readonly ownerId: string;
  /** Newest first. */
  readonly earlier: readonly EarlierDispense[];
}

export type DispenseResult =
  | { readonly ok: true; readonly dispenseId: string; readonly savedAt: string }
  | { readonly ok: false; readonly errors: readonly FieldError[] }
  /** More than this PC knows the lot to hold: count it, or receive what has come. */
  | { readonly ok: false; readonly short: { readonly productId: string; readonly name: string; readonly lotNumber: string; readonly known: number; readonly wanted: number } };
