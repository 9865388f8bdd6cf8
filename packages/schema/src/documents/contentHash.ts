import { jsonHash } from '../basics/digest.ts';

/** The hash of a document's whole content, `kind` and `id` included: SHA-256 of its canonical JSON. */
export const contentHash = (document: unknown): string => jsonHash(document);
