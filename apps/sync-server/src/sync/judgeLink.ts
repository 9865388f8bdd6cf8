import { idFromHash } from '@lianyi/schema/basics/ids';
import type { PatientLink } from '@lianyi/schema/documents/patientLink';
import type { Review } from '@lianyi/schema/documents/review';
import { scopesOf } from '@lianyi/schema/documents/kinds';
import type { Author } from '@lianyi/schema/merge/policy';
import type { Draft } from './draft.ts';
import { followLink } from './membership.ts';
import type { DevicePermission } from './permission.ts';
import type { Fault } from './readSubmission.ts';

/** A link needs two records that are at home where it says, and that the PC which makes it has. */
export function refuseLink(link: PatientLink, draft: Draft, permission: DevicePermission): Fault | null {
  for (const [at, patientId] of link.patientIds.entries()) {
    const held = draft.document(patientId);
    if (held?.document.kind !== 'patient' || held.document.homeId !== link.homeIds[at]) return { reason: 'missingDocument', detail: 'patientLink' };
    if (!held.scopes.some((scope) => permission.scopes.has(scope))) return { reason: 'outOfScope', detail: 'patientLink' };
  }
  return null;
}

/**
 * What a link does once it stands, or stands no longer: memberships follow. One that would join a third record does not
 * stand: it waits in review (rule 10).
 * @param before the link before this bundle; undefined for a new one
 * @returns the ids of the reviews that it opened
 */
export function judgeLink(before: PatientLink | undefined, link: PatientLink, author: Author, draft: Draft): readonly string[] {
  if ((before?.state.name ?? 'unlinked') === link.state.name) return [];
  const others = link.patientIds.flatMap((patientId) => draft.linksOf(patientId)).filter((other) => other.id !== link.id);
  if (link.state.name === 'linked' && others.length > 0) {
    const kept = before?.state ?? { ...link.state, name: 'unlinked' as const };
    draft.put({ ...link, state: kept }, author.bundleId);
    const review = thirdRecord(link, kept, others, author);
    draft.put(review, author.bundleId);
    return [review.id];
  }
  followLink(link, draft);
  return [];
}

function thirdRecord(link: PatientLink, kept: PatientLink['state'], others: readonly PatientLink[], author: Author): Review {
  return {
    id: idFromHash(['review', 'thirdRecord', link.id, author.bundleId]),
    kind: 'review',
    reason: 'thirdRecord',
    scopes: [...new Set([...scopesOf(link), ...others.flatMap(scopesOf)])],
    patientId: link.patientIds[0],
    about: { kind: 'patientLink', id: link.id, unit: 'state' },
    before: null,
    kept: { value: kept, bundleId: null, deviceId: null, orgId: null, by: null, at: null },
    losing: { value: link.state, bundleId: author.bundleId, deviceId: author.deviceId, orgId: author.orgId, by: author.personId, at: author.savedAt },
    openedAt: author.savedAt,
    resolution: null,
    secondResolution: null,
  };
}
