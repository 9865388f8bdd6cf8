import type { Submission } from '@lianyi/schema/wire/exchange';
import type { ReplicaForExchange } from '../replica/openReplica.ts';

/** The most bundles of a request, and about the most bytes of their bodies. */
export const maxBundles = 200;
export const maxBytes = 1_000_000;
const leastBytes = 32_000;

/** The most documents of a page down: one is taken in while a person works, and must not be felt. */
const maxPageDocuments = 500;
const leastPageDocuments = 20;

/** How large the next request and its answer may be: halved when one did not get through, doubled when one did. */
export interface Load {
  readonly bytes: number;
  readonly pageDocuments: number;
}

export const fullLoad: Load = { bytes: maxBytes, pageDocuments: maxPageDocuments };

/** More bundles waiting than that are the work of an import: sending them passes over what it wrote once more. */
export const largeBacklog = 50;

/** While the host has little memory, what is packed, unpacked and parsed at once is a quarter of that. */
const littleLoad: Load = { bytes: maxBytes / 4, pageDocuments: maxPageDocuments / 4 };
export const inLittleMemory = ({ bytes, pageDocuments }: Load): Load =>
  ({ bytes: Math.min(bytes, littleLoad.bytes), pageDocuments: Math.min(pageDocuments, littleLoad.pageDocuments) });

export const lighter = ({ bytes, pageDocuments }: Load): Load =>
  ({ bytes: Math.max(leastBytes, Math.floor(bytes / 2)), pageDocuments: Math.max(leastPageDocuments, Math.floor(pageDocuments / 2)) });
export const heavier = ({ bytes, pageDocuments }: Load): Load =>
  ({ bytes: Math.min(maxBytes, bytes * 2), pageDocuments: Math.min(maxPageDocuments, pageDocuments * 2) });

/** The next bundles of the outbox, in the order they were saved. */
export const nextSubmissions = (replica: ReplicaForExchange, load: Load): readonly Submission[] => replica.submissions(maxBundles, load.bytes);
