import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { localClockTime } from '@lianyi/schema/basics/dates';
import type { PersonId } from '@lianyi/schema/basics/ids';
import type { DoorEvent } from '@lianyi/schema/documents/doorEvents';
import { doorEvents, maxDoorEventsTogether } from '@lianyi/schema/documents/doorEvents';
import type { KeyEvent } from './keys.ts';
import { writeFileAtomically } from './replica/atomicFile.ts';
import type { Replica } from './replica/replica.ts';

/** Where what happened waits while the replica is closed, or nobody is known who could bring it: ids, codes and times. */
export const doorTrailFile = 'door-trail.json';
const waitingFile = z.strictObject({ version: z.literal(1), events: doorEvents.shape.events });

export interface DoorTrailParts {
  readonly dataDir: string;
  /** Of the clinic that is open; null while none is. */
  readonly replica: () => Pick<Replica, 'noteDoorEvents'> | null;
  readonly now: () => Date;
  readonly log: (event: string, facts: Readonly<Record<string, string>>) => void;
}

export interface DoorTrail {
  tell(event: KeyEvent): void;
  /** Somebody has unlocked: what waited goes into the outbox with them. */
  bring(by: PersonId): void;
}

/**
 * What happened at this PC's door, on its way to the county's audit: into the replica at once, and while that is closed
 * into a file beside it, which the next unlock takes in. What a crash in between leaves behind is told twice. No text that
 * somebody wrote is in that file. A disk that takes nothing keeps nobody out.
 */
export function doorTrailOf({ dataDir, replica, now, log }: DoorTrailParts): DoorTrail {
  const path = join(dataDir, doorTrailFile);
  const keep = (events: readonly DoorEvent[]): void => {
    try {
      writeFileAtomically(path, JSON.stringify({ version: 1, events: events.slice(-maxDoorEventsTogether).map((event) => ({ ...event, reason: null })) }));
    } catch (error) {
      log('doorTrailNotKept', { reason: error instanceof Error ? error.name : '' });
    }
  };
  const put = (by: PersonId | null, events: readonly DoorEvent[]): void => {
    if (events.length === 0) return;
    if (by === null || replica()?.noteDoorEvents(by, events.slice(-maxDoorEventsTogether)) !== true) keep(events);
    else rmSync(path, { force: true });
  };
  return {
    tell: ({ what, personId, byId, reason, permission }) => {
      const by = (byId ?? personId) as PersonId | null;
      put(by, [...waitingIn(path), { what, personId: personId as PersonId | null, byId: byId as PersonId | null, at: localClockTime(now()), reason, ...(permission !== undefined && { permission }) }]);
    },
    bring: (by) => put(by, waitingIn(path)),
  };
}

/** A file that is damaged says nothing: it keeps nobody out. */
function waitingIn(path: string): readonly DoorEvent[] {
  if (!existsSync(path)) return [];
  try {
    return waitingFile.parse(JSON.parse(readFileSync(path, 'utf8'))).events;
  } catch {
    return [];
  }
}
