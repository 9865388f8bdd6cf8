import { attachments } from './attachments.ts';
import { dispenses } from './dispenses.ts';
import { encounters } from './encounters.ts';
import { followUps } from './followUps.ts';
import { history } from './history.ts';
import { lotBalance } from './lotBalance.ts';
import { patientLinks } from './patientLinks.ts';
import { patientSearch } from './patientSearch.ts';
import { prescriptions } from './prescriptions.ts';
import type { Projection } from './projection.ts';
import { queue } from './queue.ts';
import { reviews } from './reviews.ts';

/** Every projection, in the order they are applied. */
export const projections: readonly Projection[] = [
  patientSearch, queue, history, followUps, encounters, prescriptions, dispenses, lotBalance, reviews, patientLinks, attachments,
];
