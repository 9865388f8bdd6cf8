import * as z from 'zod';
import { calendarDate, clockTime } from '../basics/dates.ts';
import { organisationId, personId } from '../basics/ids.ts';

/** PostgreSQL's jsonb holds neither U+0000 nor half a surrogate pair: such a text is refused at its field, not by the county. */
const isStorable = (text: string): boolean => text.isWellFormed() && !text.includes('\u0000');

/** One line of text: 1-`max` characters after trimming. */
export const line = (max: number) => z.string().trim().min(1).max(max).refine(isStorable, 'not a text');
/** A text that may be empty, at most `max` UTF-16 units. A longer one is refused at its field, never cut. */
export const note = (max: number) => z.string().max(max).refine(isStorable, 'not a text');

/** Who did it, for which institution, when by that PC's clock. */
export const signature = z.strictObject({ by: personId, orgId: organisationId, at: clockTime });
export type Signature = z.infer<typeof signature>;

/** Where an entry came from when it was not made here: an institution's name and its own id for it. */
export const source = z.strictObject({ system: line(200), reference: line(300) });
export type Source = z.infer<typeof source>;

export const sex = z.enum(['male', 'female', 'unknown']);
export type Sex = z.infer<typeof sex>;

export { calendarDate, clockTime };
