import type { CalendarDate } from '@lianyi/schema/basics/dates';
import type { Order } from '@lianyi/schema/documents/prescription';
import { countsFor } from '@lianyi/schema/rules/posts';
import type { PrescribingRights } from '@lianyi/schema/rules/prescribingRights';
import { drugBeyondRights, rightsOn, widest } from '@lianyi/schema/rules/prescribingRights';
import type { Directory } from './directory.ts';

/**
 * A drug of a signed order that whoever signed it had no right to, by name, or null. Leniently: the rights on the day of
 * signing count, and those of today, since that PC's calendar may be wrong and may not have heard of what changed. Rights
 * count where they are held: a PC does not borrow those of a specialist of an institution that it does not act for.
 */
export function beyondRights(directory: Directory, order: Order, today: CalendarDate, mayActFor: (orgId: string) => boolean): string | null {
  const isSignedHere = order.signature !== null && mayActFor(order.signature.orgId);
  return drugBeyondRights(order, isSignedHere ? rightsOfSigner(directory, order, today) : none, (id) => directory.gradedDrugs.get(id));
}

function rightsOfSigner({ people, organisations }: Directory, { signature }: Order, today: CalendarDate): PrescribingRights {
  const signer = signature === null ? undefined : people.get(signature.by);
  if (signature === null || signer === undefined) return none;
  const signedOn = signature.at.slice(0, 10);
  const { type, coveredBy } = organisations.get(signature.orgId) ?? { type: 'village' as const, coveredBy: new Set([signature.orgId as string]) };
  const posts = signer.posts.filter((post) => coveredBy.has(post.orgId) && countsFor(post, signedOn, today));
  return posts.flatMap(({ role }) => [rightsOn(signer, role, type, signedOn), rightsOn(signer, role, type, today)]).reduce(widest, none);
}

const none: PrescribingRights = { antibiotics: 'none', narcotic: false };
