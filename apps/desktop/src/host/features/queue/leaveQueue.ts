import type { QueueEntry } from '@lianyi/schema/documents/queueEntry';
import type { Actor, Replica } from '../../replica/replica.ts';

type State = QueueEntry['state'];

/** A waiting patient went, or was added by mistake. False when the entry is not waiting (any more). */
export const leaveQueue = (replica: Replica, actor: Actor, queueEntryId: string): boolean =>
  moveOn(replica, actor, 'queue.leave', queueEntryId, (state) => (state.name === 'waiting' || state.name === 'inVisit' ? { ...state, name: 'left' } : null));

/** Takes back that somebody left: they wait again, or are in the visit that had begun. */
export const restoreToQueue = (replica: Replica, actor: Actor, queueEntryId: string): boolean =>
  moveOn(replica, actor, 'queue.restore', queueEntryId, (state) => (state.name === 'left' ? { ...state, name: state.encounterId === null ? 'waiting' : 'inVisit' } : null));

function moveOn(replica: Replica, actor: Actor, action: string, queueEntryId: string, next: (state: State) => State | null): boolean {
  return replica.save<'noSuchMove'>(action, actor, (read) => {
    const entry = read.document('queueEntry', queueEntryId);
    const after = entry ? next(entry.state) : null;
    if (!entry || after === null) return { refusal: 'noSuchMove' };
    return { writes: [{ op: 'change', kind: 'queueEntry', id: entry.id, changes: [{ unit: 'state', before: entry.state, after }] }] };
  }).ok;
}
