import * as z from 'zod';

/** As PostgreSQL writes it, so that what is compared and hashed as text is the same however somebody typed it. */
export const anId = z.uuid().toLowerCase();

/** A moment that PostgreSQL can take, in UTC. */
export const aMoment = z.iso.datetime({ offset: true }).refine((text) => isLikely(text), 'a moment between 1900 and 2999').transform((text) => new Date(text).toISOString());

/** A place in a list by time: the moment, a space, and what tells two of the same moment apart. */
export const aTimeCursor = z.string().max(120).regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z [0-9a-z-]+$/).refine((text) => isLikely(text.slice(0, text.indexOf(' '))), 'a cursor that was given');

function isLikely(moment: string): boolean {
  const ms = Date.parse(moment);
  return ms >= Date.UTC(1900) && ms < Date.UTC(3000);
}
