import * as z from 'zod';
import { organisationId, patientId, uuid } from '../basics/ids.ts';
import { calendarDate, line, note, signature, source } from './parts.ts';

/** Something another institution did for the patient, as it told us: a fact, marked with its source. */
export const historyEntry = z.strictObject({
  id: uuid,
  kind: z.literal('historyEntry'),
  patientId,
  homeId: organisationId,
  category: z.enum(['encounter', 'condition', 'medication', 'observation', 'immunization', 'procedure', 'report', 'carePlan']),
  code: z.strictObject({ system: note(200), value: note(60) }).nullable(),
  text: line(300),
  /** A measured value with its unit, or empty. */
  value: note(200),
  unit: note(40),
  day: calendarDate.nullable(),
  status: note(40),
  source,
  imported: signature,
});
export type HistoryEntry = z.infer<typeof historyEntry>;
