import type { BundleBody } from '@lianyi/schema/documents/bundle';
import { organisationScope, patientOf } from '@lianyi/schema/documents/kinds';
import type { Author } from '@lianyi/schema/merge/policy';
import type { Draft } from '../draft.ts';
import type { SavedOn } from '../standing.ts';
import { savedBeforeMove } from '../standing.ts';
import { alert } from './alert.ts';

/** A clinic wrote about a patient of whose move it had not heard: it is taken, and the new home is told, once per patient. */
export function afterOldHome(body: BundleBody, author: Author, savedOn: SavedOn, draft: Draft): readonly string[] {
  const told = new Map<string, string>();
  for (const write of body.writes) {
    const document = draft.document(write.op === 'create' ? write.document.id : write.id)?.document;
    const patientId = document ? patientOf(document) : null;
    const homeId = draft.homeOf(patientId);
    if (!document || patientId === null || homeId === undefined || told.has(patientId) || document.kind === 'patientMove') continue;
    if (savedOn.followed.has(organisationScope(homeId)) || !savedBeforeMove(patientId, savedOn, draft)) continue;
    const review = alert('writtenAfterMove', document, [patientId], { kept: { homeId }, losing: { action: body.action } }, author, draft);
    draft.put(review, author.bundleId);
    told.set(patientId, review.id);
  }
  return [...told.values()];
}
