import type { NoFolder, ParcelMade } from '../../replication/parcelViews.ts';

export type * from '../../replication/parcelViews.ts';

/** A parcel as it travels to the page that saves it. */
export interface ParcelFile extends Pick<ParcelMade, 'bundles' | 'left' | 'attachments'> {
  /** What to call the file. */
  readonly name: string;
  readonly base64: string;
}

export type FolderSet = { readonly ok: true } | { readonly ok: false; readonly reason: NoFolder };
