import type { CalendarDate } from '../basics/dates.ts';
import type { OrganisationId } from '../basics/ids.ts';
import type { Organisation, OrganisationEvent, OrganisationType } from '../documents/county.ts';

export type TreeFault = 'noSuchOrganisation' | 'noSuchParent' | 'parentClosed' | 'wrongParentType' | 'isCounty' | 'secondCounty' | 'hasOpenBelow' | 'alreadyThere' | 'alreadyClosed' | 'notClosed';

export type TreeChange =
  | { readonly ok: true; readonly organisation: Organisation }
  | { readonly ok: false; readonly fault: TreeFault };

/**
 * From the top: an institution stands under one of a higher kind. So whatever is added and moved, no institution is above
 * itself, and the county is above all.
 */
const rankOf: Readonly<Record<OrganisationType, number>> = { county: 0, hospital: 1, township: 2, village: 3 };

/** What keeps this parent from having an institution of this type below it; null: nothing. */
export function parentFault(organisations: readonly Organisation[], type: OrganisationType, parentId: string | null): TreeFault | null {
  if (type === 'county') return parentId === null ? null : 'isCounty';
  const parent = organisations.find(({ id }) => id === parentId);
  if (parent === undefined) return 'noSuchParent';
  if (rankOf[parent.type] >= rankOf[type]) return 'wrongParentType';
  return parent.closedOn === null ? null : 'parentClosed';
}

/** A new institution, with the day in its history; the county itself is the first. */
export function opened(organisations: readonly Organisation[], organisation: Omit<Organisation, 'closedOn' | 'history'>, on: CalendarDate): TreeChange {
  if (organisation.type === 'county' && organisations.some(({ type }) => type === 'county')) return { ok: false, fault: 'secondCounty' };
  const fault = parentFault(organisations, organisation.type, organisation.parentId);
  return fault === null ? { ok: true, organisation: { ...organisation, closedOn: null, history: [event(on, 'opened', null, '')] } } : { ok: false, fault };
}

interface Asked {
  readonly id: string;
  readonly on: CalendarDate;
  readonly reason: string;
}

/** Under another parent, with all that stands below it. */
export function moved(organisations: readonly Organisation[], { id, on, reason }: Asked, parentId: OrganisationId): TreeChange {
  const organisation = organisations.find((one) => one.id === id);
  if (organisation === undefined) return { ok: false, fault: 'noSuchOrganisation' };
  if (organisation.type === 'county') return { ok: false, fault: 'isCounty' };
  if (organisation.closedOn !== null) return { ok: false, fault: 'alreadyClosed' };
  if (organisation.parentId === parentId) return { ok: false, fault: 'alreadyThere' };
  const fault = parentFault(organisations, organisation.type, parentId);
  return fault === null ? { ok: true, organisation: { ...withEvent(organisation, event(on, 'moved', organisation.parentId, reason)), parentId } } : { ok: false, fault };
}

/** It treats nobody any more. What works there must have been given up before: PCs, patients and posts are asked by the caller. */
export function closed(organisations: readonly Organisation[], { id, on, reason }: Asked): TreeChange {
  const organisation = organisations.find((one) => one.id === id);
  if (organisation === undefined) return { ok: false, fault: 'noSuchOrganisation' };
  if (organisation.type === 'county') return { ok: false, fault: 'isCounty' };
  if (organisation.closedOn !== null) return { ok: false, fault: 'alreadyClosed' };
  if (organisations.some((one) => one.parentId === id && one.closedOn === null)) return { ok: false, fault: 'hasOpenBelow' };
  return { ok: true, organisation: { ...withEvent(organisation, event(on, 'closed', null, reason)), closedOn: on } };
}

/** Open again, where it stood. */
export function reopened(organisations: readonly Organisation[], { id, on, reason }: Asked): TreeChange {
  const organisation = organisations.find((one) => one.id === id);
  if (organisation === undefined) return { ok: false, fault: 'noSuchOrganisation' };
  if (organisation.closedOn === null) return { ok: false, fault: 'notClosed' };
  const fault = parentFault(organisations, organisation.type, organisation.parentId);
  return fault === null ? { ok: true, organisation: { ...withEvent(organisation, event(on, 'reopened', null, reason)), closedOn: null } } : { ok: false, fault };
}

const event = (on: CalendarDate, what: OrganisationEvent['event'], fromId: OrganisationEvent['fromId'], reason: string): OrganisationEvent => ({ on, event: what, fromId, reason });
const withEvent = (organisation: Organisation, one: OrganisationEvent): Organisation => ({ ...organisation, history: [...organisation.history, one].slice(-100) });
