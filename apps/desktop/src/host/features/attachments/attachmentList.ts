import type { Attachment } from '@lianyi/schema/documents/attachment';
import { recordIds } from '../../chart/linkedRecord.ts';
import type { ReplicaForExchange } from '../../replica/openReplica.ts';
import type { Attachments } from '../../replication/attachments/attachmentViews.ts';
import type { AttachmentList, AttachmentState, AttachmentView, OriginalView } from './views.ts';

interface Listing {
  readonly replica: ReplicaForExchange;
  readonly attachments: Attachments;
}

/** What is attached to a record, linked ones included, or to one visit of it. Thumbnails that are not here are asked for. */
export function attachmentList({ replica, attachments }: Listing, { patientId, encounterId }: { readonly patientId: string; readonly encounterId: string | null }): AttachmentList {
  const rows = replica.all<{ id: string }>(
    `SELECT id FROM attachment_index WHERE patient_id IN (SELECT value FROM json_each(?)) AND (? IS NULL OR encounter_id = ?) ORDER BY taken_at DESC, id DESC LIMIT 200`,
    recordIds(replica, patientId), encounterId, encounterId,
  );
  const views = rows.flatMap(({ id }) => {
    const document = replica.document('attachment', id);
    return document ? [viewOf({ replica, attachments }, document)] : [];
  });
  const isMoving = views.some(({ state, thumbnail, mediaType }) => state.name === 'saved' || (thumbnail === null && mediaType !== 'application/pdf'));
  return { attachments: views, isMoving };
}

function viewOf({ replica, attachments }: Listing, document: Attachment): AttachmentView {
  const { id, encounterId, mediaType, bytes, takenAt, caption, added, thumbnail } = document;
  return {
    id, encounterId, mediaType, bytes, takenAt, caption, state: stateOf({ replica, attachments }, document),
    addedBy: replica.document('person', added.by)?.name ?? '', orgName: replica.document('organisation', added.orgId)?.shortName ?? '',
    thumbnail: thumbnail === null ? null : drawn({ replica, attachments }, id, thumbnail),
  };
}

function drawn({ replica, attachments }: Listing, id: string, content: NonNullable<Attachment['thumbnail']>): string | null {
  const bytes = replica.attachments.read(content.sha256);
  if (bytes !== null) return `data:${content.mediaType};base64,${bytes.toString('base64')}`;
  attachments.fetch({ id, part: 'thumbnail', content });
  return null;
}

function stateOf({ replica, attachments }: Listing, { sha256, bytes }: Attachment): AttachmentState {
  const file = replica.attachments.state(sha256);
  if (file === null || (!file.isOurs && !file.isWhole)) return { name: 'elsewhere' };
  if (!file.isOurs || file.isHeld) return { name: 'held', isHere: file.isWhole };
  if (file.refused !== null) return { name: 'refused', reason: file.refused };
  const moving = attachments.underWay(sha256);
  const sent = moving?.direction === 'up' ? moving.bytes : 0;
  return { name: 'saved', sentPercent: Math.floor((sent / bytes) * 100), isCountyFull: attachments.isCountyFull() };
}

/** Has an original fetched that is not here, or no more what it was. */
export function fetchOriginal({ replica, attachments }: Listing, id: string): void {
  const document = replica.document('attachment', id);
  if (document && replica.attachments.read(document.sha256) === null) attachments.fetch({ id, part: 'original', content: document });
}

/** The original, once it is here and what the document names. */
export function originalView({ replica, attachments }: Listing, id: string): OriginalView {
  const document = replica.document('attachment', id);
  if (!document) return { state: 'missing' };
  const { sha256, mediaType, bytes: ofBytes } = document;
  const bytes = replica.attachments.read(sha256);
  if (bytes !== null) return { state: 'here', mediaType, base64: bytes.toString('base64') };
  return { state: 'coming', bytes: replica.attachments.state(sha256)?.have ?? 0, ofBytes, trouble: attachments.trouble(sha256) };
}
