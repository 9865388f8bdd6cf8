/** A parcel for the county, sealed. */
export interface ParcelMade {
  readonly file: Uint8Array;
  /** How many saves it carries. */
  readonly bundles: number;
}

/**
 * What became of a parcel of the county's. `isRewound`: the county was restored, this PC has gone over to it, and another
 * parcel is to be made. `beginsLater`: the parcel before it has not been read. `interrupted`: the same file goes on from there.
 * `snapshotUnusable`: what it has for a first sync came damaged, or does not fit here: the county is to make another file. Nothing is lost with any of the reasons.
 */
export type ParcelRead =
  | { readonly ok: true; readonly isRewound: boolean; readonly receipts: number; readonly documents: number }
  | { readonly ok: false; readonly reason: 'noParcel' | 'notForUs' | 'damaged' | 'notSigned' | 'unreadable' | 'otherHistory' | 'beginsLater' | 'interrupted' | 'snapshotUnusable' | 'diskFull' };

/** Why a folder takes no parcels. */
export type NoFolder = 'missing' | 'notAFolder' | 'denied';

/** The exchange by hand. */
export interface Parcels {
  /** All that waits here, sealed to the county; the outbox stays as it is. */
  make(): ParcelMade;
  read(file: Uint8Array): Promise<ParcelRead>;
  /** Where a stick stays in this PC, for what has waited a day; null: nowhere. */
  folder(): string | null;
  /** @returns why not; null when it is kept */
  setFolder(folder: string | null): NoFolder | null;
  stop(): void;
}
