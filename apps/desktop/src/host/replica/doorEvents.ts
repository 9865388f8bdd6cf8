import type { PersonId } from '@lianyi/schema/basics/ids';
import { newId } from '@lianyi/schema/basics/ids';
import type { DoorEvent } from '@lianyi/schema/documents/doorEvents';
import type { Core } from './core.ts';
import { save } from './save.ts';

/** Puts what happened at the door into the outbox, for the county's audit. @returns whether the disk took it */
export function noteDoorEvents(core: Core, by: PersonId, events: readonly DoorEvent[]): boolean {
  const { orgId } = core.identity;
  return save(core, 'door.events', { personId: by, orgId }, () => ({
    writes: [{ op: 'create', document: { id: newId(core.now().getTime()), kind: 'doorEvents', orgId, events: [...events] } }],
  })).ok;
}
