import { createHash } from 'node:crypto';
import { localClockTime } from '@lianyi/schema/basics/dates';
import { newId } from '@lianyi/schema/basics/ids';
import { sniffMediaType } from '@lianyi/schema/codes/mediaType';
import type { Attachment } from '@lianyi/schema/documents/attachment';
import { maxAttachmentBytes, maxThumbnailBytes } from '@lianyi/schema/documents/attachment';
import { recordIds } from '../../chart/linkedRecord.ts';
import { errorsOfFailure } from '../../chart/saveFailures.ts';
import type { FieldError } from '../../chart/views.ts';
import type { NewFile, SealedBytes } from '../../replica/attachments/newFile.ts';
import { fileTroubleOf } from '../../replica/fileTrouble.ts';
import type { ReplicaForExchange } from '../../replica/openReplica.ts';
import type { Actor } from '../../replica/replica.ts';
import type { AttachmentAdded } from './views.ts';

export interface Adding {
  readonly patientId: string;
  readonly encounterId: string | null;
  readonly bytes: Buffer;
  /** Made by the page; null where it could make none. */
  readonly thumbnail: Buffer | null;
  readonly caption: string;
}

const refuse = (code: string, values?: FieldError['values']): AttachmentAdded => ({ ok: false, errors: [{ field: 'file', code, ...(values && { values }) }] });

/**
 * Adds a picture or a paper to a record: its bytes are sealed in a file and on the disk before the document is saved, and
 * the key is saved with it. What it is is told by its content.
 */
export function addAttachment(replica: ReplicaForExchange, actor: Actor, now: Date, { patientId, encounterId, bytes, thumbnail, caption }: Adding): AttachmentAdded {
  const mediaType = sniffMediaType(bytes);
  if (mediaType === null) return refuse('otherType');
  if (bytes.length > maxAttachmentBytes) return refuse('tooLarge', { bytes: bytes.length });
  if (isThere(replica, { patientId, encounterId, sha256: createHash('sha256').update(bytes).digest('hex') })) return refuse('there');
  const small = usable(thumbnail);
  if (!replica.attachments.makeRoom(bytes.length + (small?.bytes.length ?? 0))) return refuse('noRoom');
  const id = newId(now.getTime());
  const sealed: SealedBytes[] = [];
  const seal = (content: Buffer): SealedBytes => {
    const file = replica.attachments.seal(content);
    sealed.push(file);
    return file;
  };
  let result: AttachmentAdded | null = null;
  try {
    const original = seal(bytes);
    const files: NewFile[] = [{ ...original, attachmentId: id, part: 'original' }];
    let drawn: Attachment['thumbnail'] = null;
    if (small !== null) {
      const file = seal(small.bytes);
      files.push({ ...file, attachmentId: id, part: 'thumbnail' });
      drawn = { mediaType: small.mediaType, bytes: file.size, sha256: file.sha256 };
    }
    const at = localClockTime(now);
    const saved = replica.save<FieldError>('attachments.add', actor, (read) => {
      const patient = read.document('patient', patientId);
      if (!patient) return { refusal: { field: '', code: 'notFound' } };
      const visit = encounterId === null ? undefined : read.document('encounter', encounterId);
      const document: Attachment = {
        id, kind: 'attachment', patientId: patient.id, homeId: patient.homeId, orgId: actor.orgId, encounterId: visit?.id ?? null,
        mediaType, bytes: original.size, sha256: original.sha256, thumbnail: drawn, takenAt: at, added: { by: actor.personId, orgId: actor.orgId, at }, caption: caption.trim(),
      };
      return { writes: [{ op: 'create', document }], files };
    });
    result = saved.ok ? { ok: true, id } : { ok: false, errors: 'refusal' in saved ? [saved.refusal] : errorsOfFailure(saved.failure) };
    return result;
  } catch (error) {
    if (fileTroubleOf(error) !== 'full') throw error;
    return refuse('diskFull');
  } finally {
    if (result?.ok !== true) sealed.forEach((file) => replica.attachments.unseal(file));
  }
}

/** The same bytes at the same visit, or at the record itself: pasted or dropped once more. */
function isThere(replica: ReplicaForExchange, { patientId, encounterId, sha256 }: { readonly patientId: string; readonly encounterId: string | null; readonly sha256: string }): boolean {
  return replica.all<{ id: string }>('SELECT id FROM attachment_index WHERE patient_id IN (SELECT value FROM json_each(?)) AND encounter_id IS ?', recordIds(replica, patientId), encounterId)
    .some(({ id }) => replica.document('attachment', id)?.sha256 === sha256);
}

/** One that is too large, or no picture, is left out: the original is what counts. */
function usable(bytes: Buffer | null): { readonly bytes: Buffer; readonly mediaType: NonNullable<Attachment['thumbnail']>['mediaType'] } | null {
  if (bytes === null || bytes.length > maxThumbnailBytes) return null;
  const mediaType = sniffMediaType(bytes);
  return mediaType === null || mediaType === 'application/pdf' ? null : { bytes, mediaType };
}
