import * as z from 'zod';
import { organisationId, patientId, personId, uuid } from '../basics/ids.ts';
import { clockTime } from './parts.ts';

/** Where on a PC a record was shown. */
export const readPage = z.enum(['chart', 'card', 'visit', 'prescription', 'dispense', 'review', 'quarantine']);
export type ReadPage = z.infer<typeof readPage>;

export const maxReadsTogether = 200;

/**
 * Whose records a person looked at on a PC: a fact for the audit, made of what the PC has written down one by one. The
 * bundle that brings it stands in the PC's chain and is signed by it, and its receipt by the county. Nothing of what the
 * records say is in it.
 */
export const chartReads = z.strictObject({
  id: uuid,
  kind: z.literal('chartReads'),
  orgId: organisationId,
  by: personId,
  reads: z.array(z.strictObject({ patientId, page: readPage, at: clockTime })).min(1).max(maxReadsTogether),
});
export type ChartReads = z.infer<typeof chartReads>;
