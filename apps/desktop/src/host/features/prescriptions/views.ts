import type { PrescriptionItem } from '@lianyi/schema/documents/prescription';
import type { ClinicalAlert } from '@lianyi/schema/rules/clinicalAlert';
import type { UsualDose } from '@lianyi/schema/rules/usualDose';
import type { DocumentPlace } from '../../chart/views.ts';

/** A clinical or legal alert, as the rules find it. */
export interface PrescriptionAlert extends ClinicalAlert {
  /** Safer choices from the catalogue; `usual` is an adult's usual dose where the table gives one, in the unit of the product's doses. */
  readonly alternatives: readonly { readonly productId: string; readonly name: string; readonly usualDose: string; readonly usual: UsualDose | null }[];
}

export interface CheckedItem {
  readonly itemNo: number;
  /** Dispensing units: those typed, else what dose, frequency and days come to; null if there are none. */
  readonly quantity: number | null;
  /** What dose, frequency and days come to, whatever was typed: so a draft read again knows which quantities follow. */
  readonly computed: number | null;
  readonly amountFen: number | null;
  readonly inStock: number;
}

export interface CheckResult {
  readonly alerts: readonly PrescriptionAlert[];
  readonly items: readonly CheckedItem[];
  readonly totalFen: number;
  readonly drugs: number;
  readonly maxDrugs: number;
  readonly maxDays: number;
  /** Not all of the county's records are here: what was checked against what is in use may be lacking, and nothing found is no proof. */
  readonly isHistoryComing: boolean;
}

/** Everything that the A5 slip shows. */
export interface SlipView {
  readonly number: string;
  readonly clinicName: string;
  readonly type: 'general' | 'emergency' | 'paediatric' | 'long';
  readonly visitNumber: string;
  readonly patientName: string;
  readonly sex: string;
  readonly ageText: { readonly years: number; readonly months: number; readonly days: number };
  readonly payment: 'insurance' | 'cash' | 'scan' | null;
  readonly insurance: string;
  readonly address: string;
  readonly phone: string;
  readonly issuedOn: string;
  readonly diagnoses: readonly { readonly text: string; readonly code: string }[];
  /** Substances, with the reaction where one is recorded. */
  readonly allergies: readonly string[];
  readonly allergyState: 'some' | 'none' | 'unasked';
  readonly weightKg: number | null;
  /** `unitsPerDose`: dispensing units (片) that one dose comes to, or null where nobody could count them out. */
  readonly items: readonly (PrescriptionItem & { readonly packUnit: string; readonly packSize: number; readonly form: string; readonly unitsPerDose: number | null })[];
  readonly totalFen: number;
  readonly prescriber: string;
  readonly prescriberRole: string;
  readonly signedAt: string | null;
  readonly dispensedBy: string | null;
  readonly checkedBy: string | null;
  readonly validUntil: string;
  readonly printedAt: string;
  readonly place: DocumentPlace;
}
