import * as z from 'zod';
import { organisationId, patientId, personId, uuid } from '../basics/ids.ts';
import { clockTime, line } from './parts.ts';

/**
 * Somebody asked that a patient's record go to another institution: a fact. The county carries it out once, when it
 * arrives, if the record is still at `fromId`; of two moves its first stands, and the other goes to review.
 */
export const patientMove = z.strictObject({
  id: uuid,
  kind: z.literal('patientMove'),
  patientId,
  fromId: organisationId,
  toId: organisationId,
  reason: line(200),
  /** Person and institution are null where the county's office did it by itself. */
  asked: z.strictObject({ by: personId.nullable(), orgId: organisationId.nullable(), at: clockTime }),
});
export type PatientMove = z.infer<typeof patientMove>;
