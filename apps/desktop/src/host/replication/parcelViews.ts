import type { FileTrouble } from '../replica/fileTrouble.ts';

/** A parcel for the county, sealed. */
export interface ParcelMade {
  readonly file: Uint8Array;
  /** How many saves it carries. */
  readonly bundles: number;
  /** How many go with the next, once the county's answer to this one has been read. */
  readonly left: number;
  /** How many attachments stay here until there is a line: their bytes go in no parcel. */
  readonly attachments: number;
}

/**
 * What became of a parcel of the county's. `isRewound`: the county was restored, this PC has gone over to it, and another
 * parcel is to be made.`isRepeat`: all of it was here already. `isMore`: the county has more than this one carried, for the answer to another parcel. `ownParcel`, `forCounty`: what a PC, this one or another, made for the county.
 * `cutShort`: nothing, or not even its header: the stick was pulled out too early. `beginsLater`: the parcel before it has not been read. `interrupted`: the same file goes on from there. `snapshotUnusable`: what it
 * has for a first sync came damaged, or does not fit here: the county is to make another file. Nothing is lost with any of the reasons.
 */
export type ParcelRead =
  | { readonly ok: true; readonly isRewound: boolean; readonly isRepeat: boolean; readonly isMore: boolean; readonly receipts: number; readonly documents: number }
  | { readonly ok: false; readonly reason: 'noParcel' | 'cutShort' | 'tooLarge' | 'ownParcel' | 'forCounty' | 'notForUs' | 'damaged' | 'notSigned' | 'unreadable' | 'otherHistory' | 'beginsLater' | 'interrupted' | 'snapshotUnusable' | 'diskFull' };

/** Why a folder takes no parcels. */
export type NoFolder = 'missing' | 'notAFolder' | 'denied';

/** What keeps a stick from being written: `full` is the stick, `diskFull` the disk of this PC. */
export type StickTrouble = Exclude<FileTrouble, 'folder'> | 'diskFull' | 'failed';

/** Why a file of the county's on a stick was not taken. `cannotOpen`: it stands in the folder, and there is no getting at it. */
export type StickFileRefusal = Extract<ParcelRead, { ok: false }>['reason'] | 'cannotOpen';

/** A stick that stays in this PC, and how it goes with it. */
export interface StickStanding {
  readonly folder: string;
  /** Null while all is well. */
  readonly trouble: StickTrouble | null;
  /** When this PC's own file was last whole on it. */
  readonly writtenAt: string | null;
  /** What came with the county's file on it that was read last; null before the first. */
  readonly lastRead: { readonly name: string; readonly at: string; readonly receipts: number; readonly documents: number; readonly isRepeat: boolean; readonly isRewound: boolean } | null;
  /** The county's files on it that were not taken, the newest last. */
  readonly refused: readonly { readonly name: string; readonly reason: StickFileRefusal }[];
}

/** The exchange by hand. */
export interface Parcels {
  /** What waits here, sealed to the county, as much as one file takes; the outbox stays as it is. */
  make(): Promise<ParcelMade>;
  read(file: Uint8Array): Promise<ParcelRead>;
  /** Where a stick stays in this PC, for what has waited a day; null: nowhere. */
  stick(): StickStanding | null;
  /** @returns why not; null when it is kept */
  setFolder(folder: string | null): NoFolder | null;
  /** Looks at that folder now, and reads what the county put there. */
  lookNow(): void;
  stop(): void;
}
