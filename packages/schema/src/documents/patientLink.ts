import * as z from 'zod';
import { idFromHash, organisationId, patientId, uuid } from '../basics/ids.ts';
import { line, signature } from './parts.ts';

/** The id of the link between two records: the same whoever makes it, and in whichever order. */
export const patientLinkId = (one: string, other: string): string => idFromHash(['patientLink', ...[one, other].toSorted()]);

/**
 * Two records of one person. Neither changes, and no reference does: the record shown is both together, at both homes,
 * as long as the link stands.
 */
export const patientLink = z.strictObject({
  id: uuid,
  kind: z.literal('patientLink'),
  /** In the order of the ids. */
  patientIds: z.tuple([patientId, patientId]),
  /** Their homes when they were linked, in the order of the patients. */
  homeIds: z.tuple([organisationId, organisationId]),
  state: z.strictObject({ name: z.enum(['linked', 'unlinked']), reason: line(300), signature }),
}).refine(({ id, patientIds: [one, other] }) => one < other && id === patientLinkId(one, other), { path: ['id'], message: 'not the id of the pair' });
export type PatientLink = z.infer<typeof patientLink>;
