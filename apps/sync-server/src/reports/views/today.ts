/** The county at a glance, and what somebody should look at. */
import type { ReviewReason } from '@lianyi/schema/documents/review';
import type { OutcomeReason } from '@lianyi/schema/wire/exchange';
import type { NamedView, PatientBrief } from './parts.ts';

/** The county at a glance. Numbers count what has arrived: `silent` says whose are incomplete. */
export interface TodayView {
  readonly countyName: string;
  /** The county's day, `YYYY-MM-DD`, and the moment of the numbers. */
  readonly day: string;
  readonly at: string;
  readonly visits: { readonly today: number; readonly sameTimeLastWeek: number };
  readonly reviews: { readonly open: number; readonly byReason: readonly { readonly reason: ReviewReason; readonly count: number }[] };
  readonly quarantined: { readonly bundles: number; readonly devices: number };
  /** Not heard for 24 hours, or never. */
  readonly silent: { readonly devices: number; readonly organisations: number };
  readonly waitingBundles: number;
  /** Townships with the organisations below them, themselves included. */
  readonly townships: readonly TownshipRow[];
  readonly todo: readonly TodoRow[];
  /** When organisations with a device were last heard. */
  readonly heard: readonly { readonly within: 'hour' | 'day' | 'threeDays' | 'longer' | 'never'; readonly organisations: readonly { readonly id: string; readonly name: string; readonly lastHeardAt: string | null }[] }[];
}

export interface TownshipRow {
  readonly id: string;
  readonly name: string;
  readonly shortName: string;
  /** Of the organisations that have a device: heard within 24 hours, and all. */
  readonly heard: number;
  readonly total: number;
  readonly visitsToday: number;
}

/** Something that somebody at the county should look at: by weight (1 first), then the oldest first. */
export interface TodoRow {
  readonly id: string;
  readonly kind: 'review' | 'quarantined' | 'silentDevice' | 'forkedDevice' | 'chainGap' | 'stolenHeard';
  readonly weight: 1 | 2 | 3;
  readonly at: string;
  readonly organisation: NamedView | null;
  readonly patient: PatientBrief | null;
  /** Of a review or a bundle. */
  readonly reason: ReviewReason | OutcomeReason | null;
  /** Of a review: the unit (`phone`), or the product of a lot. Of a device: its name. Of a bundle: its action. */
  readonly subject: string;
  /** Bundles that a silent device had not sent when it was last heard, or that wait behind a gap. */
  readonly waiting: number;
}
