import type { Review } from '@lianyi/schema/documents/review';
import type { PatientBanner } from '../../chart/views.ts';

export interface ReviewRow {
  readonly review: Review;
  readonly patientName: string | null;
  readonly sex: string | null;
  readonly ageYears: number | null;
  readonly productName: string | null;
  /** Where a record went. */
  readonly placeName: string | null;
}

export interface ReviewView extends ReviewRow {
  readonly banner: PatientBanner | null;
  readonly staffNames: Readonly<Record<string, string>>;
  readonly orgNames: Readonly<Record<string, string>>;
  readonly isThisPc: boolean;
  /** What happened, oldest first. */
  readonly events: readonly { readonly at: string; readonly what: 'changedHere' | 'changedThere' | 'met' | 'resolved'; readonly value: unknown; readonly by: string }[];
}

export interface ReviewList {
  readonly open: readonly ReviewRow[];
  readonly resolved: readonly ReviewRow[];
}

/** A bundle that the county keeps in quarantine. */
export interface QuarantineRow {
  readonly bundleId: string;
  readonly savedAt: string;
  readonly action: string;
  readonly reason: string;
  readonly detail: string;
  readonly patientId: string | null;
  readonly patientName: string | null;
}
