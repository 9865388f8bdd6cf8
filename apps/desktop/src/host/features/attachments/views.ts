import type { MediaType } from '@lianyi/schema/codes/mediaType';
import type { FieldError } from '../../chart/views.ts';
import type { FetchTrouble } from '../../replication/attachments/attachmentViews.ts';

/**
 * Where the original is. `saved`: on this PC alone, so much of it is at the county. `held`: at the county, and `isHere` too.
 * `refused`: the county does not keep it; it is here. `elsewhere`: another institution, or another PC, added it.
 */
export type AttachmentState =
  | { readonly name: 'saved'; readonly sentPercent: number; readonly isCountyFull: boolean }
  | { readonly name: 'held'; readonly isHere: boolean }
  | { readonly name: 'refused'; readonly reason: string }
  | { readonly name: 'elsewhere' };

export interface AttachmentView {
  readonly id: string;
  readonly encounterId: string | null;
  readonly mediaType: MediaType;
  readonly bytes: number;
  readonly takenAt: string;
  readonly caption: string;
  readonly addedBy: string;
  readonly orgName: string;
  /** A `data:` address; null while it is not here, and of a PDF. */
  readonly thumbnail: string | null;
  readonly state: AttachmentState;
}

export interface AttachmentList {
  /** The newest first. */
  readonly attachments: readonly AttachmentView[];
  /** Something of it is on its way, or waits for the line: look again soon. */
  readonly isMoving: boolean;
}

export type AttachmentAdded = { readonly ok: true; readonly id: string } | { readonly ok: false; readonly errors: readonly FieldError[] };

/** The original of an attachment, as far as it is here. */
export type OriginalView =
  | { readonly state: 'here'; readonly mediaType: MediaType; readonly base64: string }
  | { readonly state: 'coming'; readonly bytes: number; readonly ofBytes: number; readonly trouble: FetchTrouble | null }
  | { readonly state: 'missing' };
