import type { Projection } from './projection.ts';

/** Every projection, in the order they are applied. */
export const projections: readonly Projection[] = [];
