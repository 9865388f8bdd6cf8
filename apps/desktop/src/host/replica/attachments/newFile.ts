import type { AttachmentPart } from '@lianyi/schema/documents/attachment';

/** A file in the folder: its name is chance, and its key is its own. */
export interface SealedName {
  readonly name: string;
  readonly key: Uint8Array;
}

/** Bytes that lie sealed in a file already; their key comes with the save of the document that names them. */
export interface SealedBytes extends SealedName {
  readonly sha256: string;
  readonly size: number;
}

/** Of which document, and which part of it. */
export interface NewFile extends SealedBytes {
  readonly attachmentId: string;
  readonly part: AttachmentPart;
}
