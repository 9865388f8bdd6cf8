import * as z from 'zod';
import { maxAttachmentBytes, maxThumbnailBytes } from '@lianyi/schema/documents/attachment';
import { procedureFor, router, showing } from '../../trpc.ts';
import { addAttachment } from './addAttachment.ts';
import { attachmentList, fetchOriginal, originalView } from './attachmentList.ts';
import type { AttachmentAdded, AttachmentList, OriginalView } from './views.ts';

/** Twice what may be attached, as text: what is too large is told by how much. */
const maxBase64 = maxAttachmentBytes * 3;

export const attachmentsRouter = router({
  list: showing<AttachmentList, { patientId: string }>('chart', (_answer, _read, { patientId }) => patientId).input(z.strictObject({ patientId: z.string(), encounterId: z.string().nullable() })).query(({ ctx, input }): AttachmentList => attachmentList(ctx, input)),
  add: procedureFor('encounter.write')
    .input(z.strictObject({
      patientId: z.string(), encounterId: z.string().nullable(), base64: z.string().max(maxBase64), thumbnailBase64: z.string().max(maxThumbnailBytes * 2).nullable(), caption: z.string().max(200),
    }))
    .mutation(({ ctx, input: { patientId, encounterId, base64, thumbnailBase64, caption } }): AttachmentAdded => {
      const added = addAttachment(ctx.replica, ctx.actor, ctx.now(), {
        patientId, encounterId, caption, bytes: Buffer.from(base64, 'base64'), thumbnail: thumbnailBase64 === null ? null : Buffer.from(thumbnailBase64, 'base64'),
      });
      if (added.ok) ctx.attachments.added();
      return added;
    }),
  /** Somebody wants to see it: what is not here is fetched. */
  fetch: procedureFor('record.read').input(z.strictObject({ id: z.string() })).mutation(({ ctx, input }): void => fetchOriginal(ctx, input.id)),
  original: showing<OriginalView, { id: string }>('chart', (_answer, read, { id }) => read.document('attachment', id)?.patientId).input(z.strictObject({ id: z.string() })).query(({ ctx, input }): OriginalView => originalView(ctx, input.id)),
});
