import type { Reader } from '../replica/replica.ts';

/** A member of staff's name, or an empty text for somebody this PC has not heard of. */
export const staffName = (read: Reader, personId: string): string => read.document('person', personId)?.name ?? '';

/** An institution's short name, or an empty text for one this PC has not heard of. */
export const orgName = (read: Reader, orgId: string): string => read.document('organisation', orgId)?.shortName ?? '';
