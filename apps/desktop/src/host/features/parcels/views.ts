import type { NoFolder } from '../../replication/parcelViews.ts';

export type * from '../../replication/parcelViews.ts';

/** A parcel as it travels to the page that saves it. */
export interface ParcelFile {
  /** What to call the file. */
  readonly name: string;
  readonly base64: string;
  /** How many saves it carries. */
  readonly bundles: number;
}

export type FolderSet = { readonly ok: true } | { readonly ok: false; readonly reason: NoFolder };
