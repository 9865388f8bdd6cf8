import type { AnyDocument, ScopeId } from '@lianyi/schema/documents/kinds';
import { patientOf, scopesOf } from '@lianyi/schema/documents/kinds';
import type { PatientLink } from '@lianyi/schema/documents/patientLink';
import type { HeldDocument } from '../store/documents.ts';

/** What memberships are decided from. */
interface Records {
  document(id: string): HeldDocument | undefined;
  /** The links that stand and name a patient. */
  linksOf(patientId: string): readonly PatientLink[];
}

interface JoinableRecords extends Records {
  documentsOf(patientId: string): readonly HeldDocument[];
  join(id: string, scopes: readonly ScopeId[]): void;
  leave(id: string, scopes: readonly ScopeId[]): void;
}

/**
 * What decides which scopes a document is a member of. A new one: those that its content says, those of the document
 * that it is about, and, while its patient's record is linked, those of both homes. One that exists stays where it is
 * (`document_scope`) until a link is made or undone.
 */
export function newMemberships(document: AnyDocument, records: Records): readonly ScopeId[] {
  const patientId = patientOf(document);
  const about = document.kind === 'review' ? (records.document(document.about.id)?.scopes ?? []) : [];
  const linked = patientId === null ? [] : records.linksOf(patientId).flatMap(scopesOf);
  return [...new Set([...scopesOf(document), ...about, ...linked])];
}

/** Two records become members of both homes' scopes, or each of its own again. */
export function followLink(link: PatientLink, records: JoinableRecords): void {
  const scopes = scopesOf(link);
  for (const patientId of link.patientIds) {
    // What reviews are about goes first: they stay beside it.
    for (const { document } of records.documentsOf(patientId).toSorted((a, b) => Number(a.document.kind === 'review') - Number(b.document.kind === 'review'))) {
      const own = newMemberships(document, records);
      if (link.state.name === 'linked') records.join(document.id, scopes);
      else records.leave(document.id, scopes.filter((scope) => !own.includes(scope)));
    }
  }
}
