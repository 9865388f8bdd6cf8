import type { AuditRow } from '../../client/views.ts';

/** Where something was done: at a PC, in the console, on the county's own server, or by somebody who had not logged in. */
export function placeOf({ device, actor, session }: Pick<AuditRow, 'device' | 'actor' | 'session'>): 'pc' | 'server' | 'console' | 'nobodyIn' {
  if (device !== null) return 'pc';
  if (actor === 'commandLine') return 'server';
  return session === null ? 'nobodyIn' : 'console';
}

/** Which place of the network it came from, as far as one place is told from another; null where the entry does not say. */
export const markOf = ({ asked }: Pick<AuditRow, 'asked'>): string | null => asked?.fields.find(({ field }) => field === 'place')?.value ?? null;
