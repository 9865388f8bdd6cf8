import * as z from 'zod';
import { organisationId, personId, uuid } from '../basics/ids.ts';
import { permission } from '../codes/roles.ts';
import { clockTime, note } from './parts.ts';

/**
 * What happened at a PC's door. A PIN or passphrase: `first`, `changed`, `reset` by who may, `recovered` with a code of the
 * county, `removed` since the post has ended, `wrong`, `locked` after too many wrong ones. How long the PC may be opened
 * without the county: `leaseNear` its end, `leaseOver`, `leaseExtended` with a code. All that the PC holds, by its command
 * line: `dumped` in clear, `backedUp` into a sealed file; told before the first of it is there. What somebody's post did not
 * allow, there or on a page: `refused`. What waited beside the closed clinic to be told was not as the program had left it, and
 * is not believed: `trailAltered`.
 */
export const doorAct = z.enum(['first', 'changed', 'reset', 'recovered', 'removed', 'wrong', 'locked', 'leaseNear', 'leaseOver', 'leaseExtended', 'dumped', 'backedUp', 'refused', 'trailAltered']);
export type DoorAct = z.infer<typeof doorAct>;

const doorEvent = z.strictObject({
  what: doorAct,
  /** Whose slot it was about; null where it was about none. */
  personId: personId.nullable(),
  /** Who did it, where somebody had unlocked; nobody knows who typed a wrong PIN. */
  byId: personId.nullable(),
  at: clockTime,
  /** What somebody wrote, resetting another's PIN. */
  reason: note(300).nullable(),
  /** What was not allowed. A PC of before it says so tells of no refusal. */
  permission: permission.optional(),
});
export type DoorEvent = z.infer<typeof doorEvent>;

export const maxDoorEventsTogether = 200;

/** What a PC says of its own door, for the county's audit: a fact in its chain. No PIN, no key, and nothing of a patient is in it. */
export const doorEvents = z.strictObject({
  id: uuid,
  kind: z.literal('doorEvents'),
  orgId: organisationId,
  events: z.array(doorEvent).min(1).max(maxDoorEventsTogether),
});
export type DoorEvents = z.infer<typeof doorEvents>;

/** What a dump has written of itself: no dump prints it, or each would differ from the one before and from the other side's. */
export const isMarkOfDump = ({ kind, body }: { readonly kind: string; readonly body: object }): boolean => kind === 'doorEvents' && (body as DoorEvents).events.every(({ what }) => what === 'dumped');
