import * as z from 'zod';
import { encounterId, organisationId, patientId, uuid } from '../basics/ids.ts';
import type { MediaType } from '../codes/mediaType.ts';
import { mediaType } from '../codes/mediaType.ts';
import { clockTime, note, signature } from './parts.ts';

/** A phone's photo at its best; and a thumbnail that crosses 16 kbit/s in eight seconds. */
export const maxAttachmentBytes = 10 * 1024 * 1024;
export const maxThumbnailBytes = 16 * 1024;

/** SHA-256 of the plain bytes, hex. */
export const contentSha256 = z.string().regex(/^[0-9a-f]{64}$/);

/**
 * A photo of a wound, a report, an ECG strip: a fact. Its bytes travel beside the bundles, and are named by their hash:
 * whoever holds the document knows whether what came is what was meant.
 */
export const attachment = z.strictObject({
  id: uuid,
  kind: z.literal('attachment'),
  patientId,
  homeId: organisationId,
  /** The institution that added it. */
  orgId: organisationId,
  encounterId: encounterId.nullable(),
  mediaType,
  bytes: z.int().min(1).max(maxAttachmentBytes),
  sha256: contentSha256,
  /** Null of a PDF. */
  thumbnail: z.strictObject({ mediaType: mediaType.exclude(['application/pdf']), bytes: z.int().min(1).max(maxThumbnailBytes), sha256: contentSha256 }).nullable(),
  takenAt: clockTime,
  added: signature,
  caption: note(200),
});
export type Attachment = z.infer<typeof attachment>;

export const attachmentPart = z.enum(['thumbnail', 'original']);
export type AttachmentPart = z.infer<typeof attachmentPart>;

export interface PartContent {
  readonly mediaType: MediaType;
  readonly bytes: number;
  readonly sha256: string;
}

/** What the bytes of a part are; null where there is no thumbnail. */
export const contentOf = ({ mediaType: type, bytes, sha256, thumbnail }: Attachment, part: AttachmentPart): PartContent | null =>
  (part === 'thumbnail' ? thumbnail : { mediaType: type, bytes, sha256 });
