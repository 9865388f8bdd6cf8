import { idFromHash } from '@lianyi/schema/basics/ids';
import type { PatientLink } from '@lianyi/schema/documents/patientLink';
import type { Review } from '@lianyi/schema/documents/review';
import type { ScopeId } from '@lianyi/schema/documents/kinds';
import { organisationScope } from '@lianyi/schema/documents/kinds';
import type { Author } from '@lianyi/schema/merge/policy';
import type { Draft } from './draft.ts';
import type { Fault } from './readSubmission.ts';
import type { SavedOn } from './standing.ts';
import { follows } from './standing.ts';

/**
 * A link needs two records that are, or were, at home where it says, and that the PC which makes it has. That it had one
 * when it saved is not enough: a link brings both records to both homes, and what a PC had read is its own word.
 */
export function refuseLink(link: PatientLink, draft: Draft, savedOn: SavedOn): Fault | null {
  for (const [at, patientId] of link.patientIds.entries()) {
    const patient = draft.document(patientId)?.document;
    const homeId = link.homeIds[at === 0 ? 0 : 1];
    const isAtHome = patient?.kind === 'patient' && (patient.homeId === homeId || draft.absencesOf(patientId).some(({ scope }) => scope === organisationScope(homeId)));
    if (!isAtHome) return { reason: 'missingDocument', detail: 'patientLink' };
    if (!follows(patient, savedOn, draft)) return { reason: 'outOfScope', detail: 'patientLink' };
  }
  return null;
}

/**
 * What a link does once it stands, or stands no longer: memberships follow (`membershipsOf`). One that would join a third record does not
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
    const review = thirdRecord(link, kept, [link, ...others].flatMap((one) => draft.scopesOf(one)), author);
    draft.put(review, author.bundleId);
    return [review.id];
  }
  draft.relink(link.patientIds);
  return [];
}

function thirdRecord(link: PatientLink, kept: PatientLink['state'], scopes: readonly ScopeId[], author: Author): Review {
  return {
    id: idFromHash(['review', 'thirdRecord', link.id, author.bundleId]),
    kind: 'review',
    reason: 'thirdRecord',
    scopes: [...new Set(scopes)],
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
