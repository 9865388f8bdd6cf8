import type { CalendarDate } from '@lianyi/schema/basics/dates';
import { mayAny, mayDo, permissions } from '@lianyi/schema/codes/roles';
import type { PrescribingRights } from '@lianyi/schema/rules/prescribingRights';
import { isWithinMost, rightsOfRole, rightsOn } from '@lianyi/schema/rules/prescribingRights';
import type { Reader } from './replica/replica.ts';
import type { SignedIn } from './trpc.ts';

type Read = Pick<Reader, 'document'>;

/**
 * Whether somebody may set the first PIN of another: who may reset PINs, and whoever may do themselves all that the other
 * may do here, the drugs that they may prescribe included. Nobody becomes more than they are by typing a PIN for somebody
 * who has never been at this PC; a village doctor alone still takes in a nurse without a line.
 */
export function maySetFirst(read: Read, by: SignedIn, holder: SignedIn, day: CalendarDate): boolean {
  if (mayAny(by.roles, 'pin.reset')) return true;
  const isAllTheirs = permissions.every((act) => mayAny(by.roles, act) || !mayAny(holder.roles, act));
  return isAllTheirs && isWithinMost(rightsHere(read, holder, day), rightsHere(read, by, day));
}

function rightsHere(read: Read, { personId, roles, orgId }: SignedIn, day: CalendarDate): PrescribingRights {
  const role = roles.find((one) => mayDo(one, 'prescription.sign'));
  if (role === undefined) return { antibiotics: 'none', narcotic: false };
  const person = read.document('person', personId);
  const orgType = read.document('organisation', orgId)?.type ?? 'village';
  return person === undefined ? rightsOfRole(role, orgType) : rightsOn(person, role, orgType, day);
}
