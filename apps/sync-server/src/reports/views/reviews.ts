/** What waits for a decision. */
import type { Review } from '@lianyi/schema/documents/review';
import type { OutcomeReason } from '@lianyi/schema/wire/exchange';
import type { NamedView, PatientBrief } from './parts.ts';

export interface ReviewRow {
  readonly review: Review;
  /** What stands at the county now, which may be another than when the review was opened; null for an alert and a whole. */
  readonly present: { readonly value: unknown } | null;
  readonly patient: PatientBrief | null;
  readonly organisation: NamedView | null;
  /** Names that the values mention, by id. */
  readonly names: Readonly<Record<string, string>>;
}

export interface QuarantineRow {
  readonly bundleId: string;
  readonly organisation: NamedView | null;
  readonly device: NamedView | null;
  readonly person: NamedView | null;
  readonly action: string;
  readonly reason: OutcomeReason;
  /** Where in the bundle; no patient data. */
  readonly detail: string;
  readonly savedAt: string | null;
  readonly receivedAt: string;
  /** What it would have written. */
  readonly kinds: readonly string[];
}
