import * as z from 'zod';
import { deviceId, documentId } from '../basics/ids.ts';
import type { AttachmentPart } from '../documents/attachment.ts';
import { attachmentPart } from '../documents/attachment.ts';

/** Signed like an exchange: which bytes the county lacks. */
export const attachmentAskPath = '/sync/attachments/ask';
/** GET, signed over the path and an empty body, with a `Range` of bytes. */
export const attachmentPathOf = (id: string, part: AttachmentPart): string => `/sync/attachments/${id}/${part}`;
export const attachmentPathPattern = '/sync/attachments/:id/:part';
/** tus 1.0.0, HEAD and PATCH: what `attachmentAsk` was answered `wanted` for, under the token that came with it. */
export const uploadPathOf = (sha256: string): string => `/sync/uploads/${sha256}`;
export const uploadPathPattern = '/sync/uploads/:sha256';
export const uploadTokenHeader = 'x-lianyi-upload';

const item = z.strictObject({ id: documentId, part: attachmentPart });

export const attachmentAsk = z.strictObject({ deviceId, items: z.array(item).min(1).max(50) });
export type AttachmentAsk = z.infer<typeof attachmentAsk>;

/**
 * `held`: nothing is to be sent. `wanted`: `token` is good for these bytes from this device, for ten minutes. `unknown`: the
 * document is not here (yet). `full`: the institution has used its share. `notYours`: another device made the document.
 */
export const attachmentAnswer = z.strictObject({
  items: z.array(item.extend({ state: z.enum(['held', 'wanted', 'unknown', 'full', 'notYours']), token: z.string().max(200).optional() })),
});
export type AttachmentAnswer = z.infer<typeof attachmentAnswer>;
export type AttachmentStanding = AttachmentAnswer['items'][number];

/** Why bytes that came whole are not kept, in the member `upload` of the problem: they are others than the document names, or no such picture. */
export const uploadFault = z.enum(['altered', 'otherType']);
export type UploadFault = z.infer<typeof uploadFault>;
