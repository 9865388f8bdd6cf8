import * as z from 'zod';
import { encounterId, organisationId, patientId, uuid } from '../basics/ids.ts';
import { calendarDate, note, signature } from './parts.ts';

/** A patient waiting today. One unit, `state`, moves on. */
export const queueEntry = z.strictObject({
  id: uuid,
  kind: z.literal('queueEntry'),
  orgId: organisationId,
  patientId,
  homeId: organisationId,
  day: calendarDate,
  number: z.int().min(1).max(9999),
  arrived: signature,
  reason: note(200),
  /** Four-level triage, I is first. */
  triage: z.enum(['I', 'II', 'III', 'IV']),
  state: z.strictObject({ name: z.enum(['waiting', 'inVisit', 'done', 'left']), encounterId: encounterId.nullable() }),
});
export type QueueEntry = z.infer<typeof queueEntry>;
