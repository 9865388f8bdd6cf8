import type { Role } from '@lianyi/schema/codes/roles';
import type { Product } from '@lianyi/schema/documents/county';
import type { AttributedValue, Review } from '@lianyi/schema/documents/review';
import type { PatientBanner } from '../../chart/views.ts';

export interface ReviewRow {
  readonly review: Review;
  readonly patientName: string | null;
  readonly sex: string | null;
  readonly ageYears: number | null;
  /** Of an alert about a lot or an item: with what its units are counted in. */
  readonly product: Pick<Product, 'name' | 'unit' | 'packUnit' | 'packSize'> | null;
  /** Where a record went. */
  readonly placeName: string | null;
}

export interface ReviewView extends ReviewRow {
  /** What this PC shows now, and whose it is as far as this PC knows; null for an alert, a whole, and a record that is not here. */
  readonly present: AttributedValue | null;
  /** What this PC knows the lot of an alert to hold now; null for what is about no lot. */
  readonly balanceNow: number | null;
  readonly banner: PatientBanner | null;
  readonly staffNames: Readonly<Record<string, string>>;
  /** What they worked as when they did what the review tells of. */
  readonly staffRoles: Readonly<Record<string, Role>>;
  readonly orgNames: Readonly<Record<string, string>>;
  readonly isThisPc: boolean;
  /** What happened, oldest first. When the county put both together (`met`) is not told: a review holds the time of the save that lost. */
  readonly events: readonly { readonly at: string | null; readonly what: 'changedHere' | 'changedThere' | 'met' | 'changedSince' | 'resolved'; readonly value: unknown; readonly by: string }[];
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

/** A save by its bundle: what was done, when. */
interface SaveBrief {
  readonly bundleId: string;
  readonly action: string;
  readonly savedAt: string;
}

/** A single value in a bundle's writes, and where: `['0', 'document', 'phone']`. */
export interface BundleLeaf {
  readonly path: readonly string[];
  readonly value: string | number | boolean | null;
  /** The county named this place. */
  readonly isFailing: boolean;
}

/** What a person needs to settle a bundle in quarantine. */
export interface QuarantinedSave {
  readonly bundleId: string;
  readonly by: string;
  readonly orgName: string;
  /** It is a correction itself: why. */
  readonly corrects: string | null;
  /** Later saves that build on it. */
  readonly dependants: readonly SaveBrief[];
  /** Earlier saves in quarantine that it builds on. */
  readonly needs: readonly SaveBrief[];
  readonly leaves: readonly BundleLeaf[];
  readonly mayResubmit: boolean;
  readonly mayWithdraw: boolean;
}
