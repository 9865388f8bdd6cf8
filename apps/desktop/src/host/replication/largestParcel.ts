import { maxParcelFileBytes } from '@lianyi/schema/wire/parcel';

/** In bytes, for the command line: what is larger is refused before it is read. */
export const largestParcel = maxParcelFileBytes;
