import { dispenses } from './dispenses.ts';
import { encounters } from './encounters.ts';
import { lotBalance } from './lotBalance.ts';
import { prescriptions } from './prescriptions.ts';
import type { Projection } from './projection.ts';
import { reviews } from './reviews.ts';

/** Every projection, in the order they are applied. */
export const projections: readonly Projection[] = [encounters, prescriptions, dispenses, lotBalance, reviews];
