/** How long a piece should take: as a request of the exchange, long enough to be worth a trip, short enough to make way soon. */
const aimMs = 2_000;
const leastBytes = 4 * 1024;
const mostBytes = 512 * 1024;

/** Before anything is known of the line. */
export const firstChunkBytes = 16 * 1024;

/** The next piece after one that got through: doubled where it was quick, halved where it took too long. */
export const chunkAfter = (bytes: number, tookMs: number): number => (tookMs > aimMs * 2 ? smaller(bytes) : tookMs > aimMs ? bytes : Math.min(mostBytes, bytes * 2));

/** After one that did not get through. */
export const smaller = (bytes: number): number => Math.max(leastBytes, Math.floor(bytes / 2));
