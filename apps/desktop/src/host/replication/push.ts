import type { Submission } from '@lianyi/schema/wire/exchange';
import type { ReplicaForExchange } from '../replica/openReplica.ts';

/** The most bundles of a request, and about the most bytes of their bodies. */
export const maxBundles = 200;
export const maxBytes = 1_000_000;
const leastBytes = 32_000;

/** How large the next request may be: halved when one did not get through, doubled when one did. */
export interface Load {
  readonly bytes: number;
}

export const fullLoad: Load = { bytes: maxBytes };
export const lighter = (load: Load): Load => ({ bytes: Math.max(leastBytes, Math.floor(load.bytes / 2)) });
export const heavier = (load: Load): Load => ({ bytes: Math.min(maxBytes, load.bytes * 2) });

/** The next bundles of the outbox, in the order they were saved. */
export const nextSubmissions = (replica: ReplicaForExchange, load: Load): readonly Submission[] => replica.submissions(maxBundles, load.bytes);
