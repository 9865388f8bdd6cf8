import type { AttachmentPart, PartContent } from '@lianyi/schema/documents/attachment';

/** Why an original is not here although somebody wants to see it. */
export type FetchTrouble = 'offline' | 'notThere' | 'altered' | 'noRoom' | 'diskFull';

/** A part of a document that is to be fetched. */
export interface Wanted {
  readonly id: string;
  readonly part: AttachmentPart;
  readonly content: PartContent;
}

/** How the bytes of some content are under way. */
export interface UnderWay {
  readonly direction: 'up' | 'down';
  readonly bytes: number;
}

/** The bytes of attachments, carried by themselves between this PC and the county, when nothing else is to be. */
export interface Attachments {
  /** To be fetched as soon as the line is free: an original before all else, since somebody waits for it. */
  fetch(wanted: Wanted): void;
  /** Null for what is not on its way and has not been since the start. */
  underWay(sha256: string): UnderWay | null;
  /** Why it is not fetched; null while it may yet be. */
  trouble(sha256: string): FetchTrouble | null;
  /** The county's room for this institution is full. */
  isCountyFull(): boolean;
  /** Something new is to be sent. */
  added(): void;
  halt(): void;
  stop(): Promise<void>;
}
