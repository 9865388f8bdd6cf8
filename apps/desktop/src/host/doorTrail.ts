import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { canonicalJson } from '@lianyi/schema/basics/canonicalJson';
import { localClockTime } from '@lianyi/schema/basics/dates';
import type { PersonId } from '@lianyi/schema/basics/ids';
import type { DoorEvent } from '@lianyi/schema/documents/doorEvents';
import { doorEvents, maxDoorEventsTogether } from '@lianyi/schema/documents/doorEvents';
import type { KeyEvent } from './keys.ts';
import { writeFileAtomically } from './replica/atomicFile.ts';
import type { KeyStore } from './replica/keyStore.ts';
import type { Replica } from './replica/replica.ts';

/** Where what happened waits while the replica is closed, or nobody is known who could bring it: ids, codes and times. */
export const doorTrailFile = 'door-trail.json';
const event = doorEvents.shape.events.element.extend({ reason: z.null() });
const waitingFile = z.strictObject({ version: z.literal(2), events: z.array(event).max(maxDoorEventsTogether), mac: z.string() });

/** What the file's events are authenticated with comes of the key store's secret: a text editor has not got it. */
export interface TrailKey {
  readonly keyStore: KeyStore;
  /** Null until the secret has been asked for: nothing happens at a door before. */
  readonly key: () => Uint8Array | null;
}

/** The same key store; whoever asks it for its secret makes the trail's key known, which is then at hand without waiting. */
export function trailKeyOf(keyStore: KeyStore): TrailKey {
  let key: Uint8Array | null = null;
  return {
    keyStore: {
      ...keyStore,
      secret: async () => {
        const secret = await keyStore.secret();
        key = new Uint8Array(hkdfSync('sha256', secret, '', 'lianyi door trail 1', 32));
        return secret;
      },
    },
    key: () => key,
  };
}

export interface DoorTrailParts {
  readonly dataDir: string;
  readonly key: TrailKey['key'];
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
 * somebody wrote is in that file. One that this program has not left so is not believed: that it was altered is told instead.
 * A disk that takes nothing keeps nobody out.
 */
export function doorTrailOf({ dataDir, key, replica, now, log }: DoorTrailParts): DoorTrail {
  const path = join(dataDir, doorTrailFile);
  const at = () => localClockTime(now());
  const keep = (events: readonly DoorEvent[], macKey: Uint8Array): void => {
    const kept = events.slice(-maxDoorEventsTogether).map((one) => ({ ...one, reason: null }));
    try {
      writeFileAtomically(path, JSON.stringify({ version: 2, events: kept, mac: macOf(kept, macKey).toString('base64') }));
    } catch (error) {
      log('doorTrailNotKept', { reason: error instanceof Error ? error.name : '' });
    }
  };
  const waiting = (macKey: Uint8Array): readonly DoorEvent[] => {
    if (!existsSync(path)) return [];
    const events = eventsIn(path, macKey);
    if (events !== null) return events;
    log('doorTrailAltered', {});
    return [{ what: 'trailAltered', personId: null, byId: null, at: at(), reason: null }];
  };
  const put = (by: PersonId | null, more: readonly DoorEvent[]): void => {
    const macKey = key();
    if (macKey === null) return log('doorTrailNotKept', { reason: 'nobody has tried a secret yet' });
    const events = [...waiting(macKey), ...more];
    if (events.length === 0) return;
    if (by === null || replica()?.noteDoorEvents(by, events.slice(-maxDoorEventsTogether)) !== true) keep(events, macKey);
    else rmSync(path, { force: true });
  };
  return {
    tell: ({ what, personId, byId, reason, permission }) => {
      const by = (byId ?? personId) as PersonId | null;
      put(by, [{ what, personId: personId as PersonId | null, byId: byId as PersonId | null, at: at(), reason, ...(permission !== undefined && { permission }) }]);
    },
    bring: (by) => put(by, []),
  };
}

/** Null where the file is not as this program left it: it is replaced whole, and a power cut leaves no part of one. */
function eventsIn(path: string, macKey: Uint8Array): readonly DoorEvent[] | null {
  try {
    const { events, mac } = waitingFile.parse(JSON.parse(readFileSync(path, 'utf8')));
    const given = Buffer.from(mac, 'base64');
    const right = macOf(events, macKey);
    return given.length === right.length && timingSafeEqual(given, right) ? events : null;
  } catch {
    return null;
  }
}

const macOf = (events: readonly DoorEvent[], macKey: Uint8Array): Buffer => createHmac('sha256', macKey).update(canonicalJson(events)).digest();
