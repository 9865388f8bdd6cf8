import type { Submission } from '@lianyi/schema/wire/exchange';
import type { ReplicaForExchange } from '../replica/openReplica.ts';

/** The most bundles of a request, and about the most bytes of their bodies. */
export const maxBundles = 200;
export const maxBytes = 1_000_000;
/** On 16 kbit/s some 7 s, not the 2 that are aimed at: measured to be the better on a thin line with cuts. */
const leastBytes = 40_000;

/** The most documents of a page down: one is taken in while a person works, and must not be felt. */
const maxPageDocuments = 500;
const leastPageDocuments = 20;

/** How large the next request and its answer may be. */
export interface Load {
  readonly bytes: number;
  readonly pageDocuments: number;
}

/** How long a request and its answer should take: long enough to be worth a trip, short enough to lose little when the line is cut. */
const aimMs = 2_000;

/** Before anything is known of the line: a slow one carries it in some ten seconds, a quick one soon carries more. */
export const firstLoad: Load = { bytes: 64_000, pageDocuments: 60 };

/** More bundles waiting than that are the work of an import: sending them passes over what it wrote once more. */
export const largeBacklog = 50;

/** While the host has little memory, what is packed, unpacked and parsed at once is a quarter of that. */
const littleLoad: Load = { bytes: maxBytes / 4, pageDocuments: maxPageDocuments / 4 };
export const inLittleMemory = ({ bytes, pageDocuments }: Load): Load =>
  ({ bytes: Math.min(bytes, littleLoad.bytes), pageDocuments: Math.min(pageDocuments, littleLoad.pageDocuments) });

/** After a request that got through: doubled where it was quick, halved where it took too long. */
export const loadAfter = (load: Load, tookMs: number): Load => (tookMs > aimMs * 2 ? lighter(load) : tookMs > aimMs ? load : heavier(load));

/** After one that did not get through. */
export const lighter = ({ bytes, pageDocuments }: Load): Load =>
  ({ bytes: Math.max(leastBytes, Math.floor(bytes / 2)), pageDocuments: Math.max(leastPageDocuments, Math.floor(pageDocuments / 2)) });
const heavier = ({ bytes, pageDocuments }: Load): Load =>
  ({ bytes: Math.min(maxBytes, bytes * 2), pageDocuments: Math.min(maxPageDocuments, pageDocuments * 2) });

/** The next bundles of the outbox, in the order they were saved. */
export const nextSubmissions = (replica: ReplicaForExchange, load: Load): readonly Submission[] => replica.submissions(maxBundles, load.bytes);
