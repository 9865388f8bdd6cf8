import { createHash, randomBytes } from 'node:crypto';
import { sniffMediaType } from '@lianyi/schema/codes/mediaType';
import type { Attachment, AttachmentPart } from '@lianyi/schema/documents/attachment';
import { contentOf } from '@lianyi/schema/documents/attachment';
import type { AttachmentAnswer, AttachmentAsk, AttachmentStanding, UploadFault } from '@lianyi/schema/wire/attachments';
import type { AttachmentFiles } from '../store/attachmentFiles.ts';
import type { Blob, NamedAttachment } from '../store/attachments.ts';
import { attachmentIn, attachmentsOfPatient, beginBlob, blobOf, bytesOfOrganisation, forgetBlob, forgetUnfinished, holdBlob, namedAttachments } from '../store/attachments.ts';
import type { Device } from '../store/devices.ts';
import { deviceById } from '../store/devices.ts';
import { within } from '../store/reach.ts';
import type { County } from './county.ts';
import type { DevicePermission } from './permission.ts';

/** The bytes of attachments as the county keeps them. */
export interface Attachments {
  /** Which bytes are wanted of a device, and its tokens to send them. */
  ask(asked: { readonly device: Device; readonly permission: DevicePermission }, ask: AttachmentAsk): Promise<AttachmentAnswer>;
  /** Under a token that is good, of a device that was not reported stolen since it was given. */
  admits(token: string, deviceId: string, sha256: string): Promise<boolean>;
  /** How far bytes have come; null for what nobody was asked for. Those that are whole are looked at first. */
  upload(sha256: string): Promise<{ readonly size: number; readonly offset: number } | null>;
  /** @returns how far the bytes then go */
  append(sha256: string, offset: number, bytes: AsyncIterable<Uint8Array>): Promise<number>;
  /** Looks at bytes that are whole: held, or why they are thrown away. `notWhole`: there are not so many here. */
  settle(sha256: string): Promise<'held' | 'notWhole' | UploadFault>;
  /** A part of what a document names, if the scopes are among those that it is a member of; null for what is not here. */
  read(id: string, part: AttachmentPart, scopes: ReadonlySet<string>, from: number, length: number): Promise<{ readonly size: number; readonly bytes: Buffer } | null>;
  /** What is here of a patient's attachments, the newest first. A thumbnail that is no longer what its document names is not shown. */
  ofPatient(patientId: string): Promise<readonly AttachmentHere[]>;
}

export interface AttachmentHere {
  readonly id: string;
  /** The bytes themselves are at the county, whole. */
  readonly isHeld: boolean;
  /** `data:image/jpeg;base64,...` */
  readonly thumbnail: string | null;
}

/** Sixteen kilobytes each: of older ones only the facts are told. */
const mostThumbnails = 100;

const dayMs = 24 * 3_600_000;
const unfinishedDays = 30;

/** What a token is signed for. */
export const tokenFor = (deviceId: string, sha256: string): string => `upload ${deviceId} ${sha256}`;

/** @param quotaBytes of one institution */
export function attachmentsOf(county: County, files: AttachmentFiles, quotaBytes: number): Attachments {
  const { db, key } = county;

  /** What is here of these bytes; a file that is gone, or of another key, is not. */
  const present = async (sha256: string): Promise<{ readonly blob: Blob; readonly length: number } | null> => {
    const blob = await blobOf(db, sha256);
    if (blob === undefined || blob.keyName !== files.keyName) return null;
    const length = await files.length(sha256);
    return length === null || (blob.isHeld && length !== blob.size) ? null : { blob, length };
  };

  const standing = async (device: Device, followed: ReadonlySet<string>, named: NamedAttachment | undefined, part: AttachmentPart): Promise<Pick<AttachmentStanding, 'state' | 'token'>> => {
    const isOwn = named !== undefined && named.deviceId !== null && [device.id, ...device.formerIds].includes(named.deviceId);
    // What is elsewhere is answered as what there is not.
    if (named === undefined || (!isOwn && !named.scopes.some((scope) => followed.has(scope)))) return { state: 'unknown' };
    const content = contentOf(named.document, part);
    if (content === null || !isOwn) return { state: 'notYours' };
    const { sha256, bytes: size, mediaType } = content;
    const token = key.nonce(tokenFor(device.id, sha256), county.now());
    const here = await present(sha256);
    if (here?.blob.isHeld === true) return { state: 'held' };
    if (here !== null) return { state: 'wanted', token };
    const { orgId } = named.document;
    if ((await bytesOfOrganisation(db, orgId)) + size > quotaBytes) return { state: 'full' };
    await files.begin(sha256);
    await beginBlob(db, { sha256, size, mediaType, orgId, salt: randomBytes(32), keyName: files.keyName }, county.now());
    return { state: 'wanted', token };
  };

  const settle: Attachments['settle'] = async (sha256) => {
    const here = await present(sha256);
    if (here?.blob.isHeld === true) return 'held';
    if (here === null || here.length < here.blob.size) return 'notWhole';
    const found = await files.digest(here.blob);
    const fault = found.sha256 !== sha256 ? 'altered' : sniffMediaType(found.head) !== here.blob.mediaType ? 'otherType' : null;
    if (fault === null) {
      await holdBlob(db, sha256, county.now());
      return 'held';
    }
    await forgetBlob(db, sha256);
    await files.remove(sha256);
    return fault;
  };

  const thumbnailHere = async (thumbnail: Attachment['thumbnail']): Promise<string | null> => {
    const here = thumbnail && (await present(thumbnail.sha256));
    if (thumbnail === null || here?.blob.isHeld !== true) return null;
    const bytes = await files.read(here.blob, 0, here.blob.size);
    return createHash('sha256').update(bytes).digest('hex') === thumbnail.sha256 ? `data:${thumbnail.mediaType};base64,${bytes.toString('base64')}` : null;
  };

  return {
    settle,
    admits: async (token, deviceId, sha256) => {
      if (!key.isFresh(token, tokenFor(deviceId, sha256), county.now())) return false;
      const device = await deviceById(db, deviceId);
      return device !== undefined && device.status !== 'stolen';
    },
    ask: async ({ device, permission }, { items }) => {
      for (const sha256 of await forgetUnfinished(db, new Date(county.now().getTime() - unfinishedDays * dayMs))) await files.remove(sha256);
      const named = permission.mayPush ? await namedAttachments(db, items.map(({ id }) => id)) : new Map<string, NamedAttachment>();
      const answered: AttachmentStanding[] = [];
      // One after another: each takes of what is left of the institution's share.
      for (const { id, part } of items) answered.push({ id, part, ...(await standing(device, permission.scopes, named.get(id), part)) });
      return { items: answered };
    },
    upload: async (sha256) => {
      // Whole, and the server ended before it had looked.
      await settle(sha256);
      const here = await present(sha256);
      return here && { size: here.blob.size, offset: here.length };
    },
    append: async (sha256, offset, bytes) => {
      const here = await present(sha256);
      if (here === null) throw new Error('bytes that nobody was asked for');
      return files.append(here.blob, offset, bytes);
    },
    read: async (id, part, scopes, from, length) => {
      const document = await within(db, { scopes }, async (reader) => attachmentIn(reader, id, scopes));
      const content = document && contentOf(document, part);
      const here = content && (await present(content.sha256));
      if (here?.blob.isHeld !== true) return null;
      const { blob } = here;
      return { size: blob.size, bytes: from < blob.size ? await files.read(blob, from, Math.min(length, blob.size - from)) : Buffer.alloc(0) };
    },
    ofPatient: async (patientId) => {
      const documents = await within(db, { patients: [patientId] }, async (reader) => attachmentsOfPatient(reader, patientId));
      const shown: AttachmentHere[] = [];
      for (const [at, { id, sha256, thumbnail }] of documents.entries()) {
        shown.push({ id, isHeld: (await present(sha256))?.blob.isHeld === true, thumbnail: at < mostThumbnails ? await thumbnailHere(thumbnail) : null });
      }
      return shown;
    },
  };
}
