import type { AnyDocument, ScopeId } from '@lianyi/schema/documents/kinds';
import { patientOf } from '@lianyi/schema/documents/kinds';
import type { Absence } from '../store/patientHomes.ts';
import type { Draft } from './draft.ts';

/** What a bundle was saved on: the scopes that its device follows, and how far it had read them. */
export interface SavedOn {
  readonly followed: ReadonlySet<ScopeId>;
  readonly cursors: Readonly<Record<ScopeId, number>>;
}

/** May a device write a document? It follows one of its scopes, or did when it saved. */
export function mayWrite(document: AnyDocument, savedOn: SavedOn, draft: Draft): boolean {
  const patientId = patientOf(document);
  return follows(document, savedOn, draft) || (patientId !== null && savedBeforeMove(patientId, savedOn, draft));
}

/** True if a device follows one of the scopes that a document is in now. */
export const follows = (document: AnyDocument, { followed }: SavedOn, draft: Draft): boolean => draft.scopesOf(document).some((scope) => followed.has(scope));

/**
 * True if the patient's record has left a scope that the device follows, and it had not read of that when it saved. How
 * far it had read is the device's own word, and a disk that was restored begins further back: whoever says that it had
 * read nothing writes to the record where it is now, where that is flagged, and is shown nothing of it.
 */
export function savedBeforeMove(patientId: string, { followed, cursors }: SavedOn, draft: Draft): boolean {
  const absences = draft.absencesOf(patientId).filter(({ scope }) => followed.has(scope));
  return absences.some(({ scope, leftAt }) => {
    const cursor = cursors[scope] ?? 0;
    return cursor < leftAt && !absences.some((other) => other.scope === scope && isAwayAt(other, cursor));
  });
}

const isAwayAt = ({ leftAt, backAt }: Absence, cursor: number): boolean => leftAt <= cursor && (backAt === null || cursor < backAt);
