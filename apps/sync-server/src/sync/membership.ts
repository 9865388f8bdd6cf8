import type { OrganisationId, PatientId } from '@lianyi/schema/basics/ids';
import type { AnyDocument, ScopeId } from '@lianyi/schema/documents/kinds';
import { organisationScope, patientOf, scopesOf } from '@lianyi/schema/documents/kinds';
import type { PatientLink } from '@lianyi/schema/documents/patientLink';

/** What memberships are decided from. */
export interface Records {
  /** The present home of a patient, if the county has the record. */
  homeOf(patientId: PatientId | null): OrganisationId | undefined;
  /** The links that stand and name a patient. */
  linksOf(patientId: string): readonly PatientLink[];
}

/**
 * The scopes that a document is a member of: those that it and its patient's present home say; while the record is
 * linked, those of both homes. A link itself is where the two are at home now.
 */
export function membershipsOf(document: AnyDocument, records: Records): readonly ScopeId[] {
  if (document.kind === 'patientLink') return homeScopesOf(document, records);
  const patientId = patientOf(document);
  const linked = patientId === null ? [] : records.linksOf(patientId).flatMap((link) => homeScopesOf(link, records));
  return [...new Set([...scopesOf(document, records.homeOf(patientId)), ...linked])];
}

const homeScopesOf = (link: PatientLink, records: Records): readonly ScopeId[] =>
  [...new Set(link.patientIds.map((patientId, at) => organisationScope(records.homeOf(patientId) ?? link.homeIds[at === 0 ? 0 : 1])))];
