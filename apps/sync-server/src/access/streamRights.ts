import type { OrganisationId } from '@lianyi/schema/basics/ids';
import type { ScopeId } from '@lianyi/schema/documents/kinds';
import { catalogueScope, organisationScope } from '@lianyi/schema/documents/kinds';
import type { RxdbStreamName } from '@lianyi/schema/wire/rxdbStreams';
import { mayAny } from '@lianyi/schema/codes/roles';
import { rxdbStreams } from '@lianyi/schema/wire/rxdbStreams';
import type { Database } from '../store/database.ts';
import type { CountyUser } from './countyUsers.ts';
import { organisationsUnder } from './permissions.ts';

export type StreamRights =
  /** `scopes`: what of the stream is seen; null: all of it. */
  | { readonly ok: true; readonly scopes: readonly ScopeId[] | null }
  | { readonly ok: false; readonly reason: 'notForThisPost' | 'noSuchInstitution' };

/**
 * What a person of the county may copy of a stream at this moment.
 * @param under an institution: only its records and those of the institutions below it
 */
export async function streamRights(db: Database, { roles }: CountyUser, stream: RxdbStreamName, under: string | null): Promise<StreamRights> {
  const { permission, scopes } = rxdbStreams[stream];
  if (!mayAny(roles, permission)) return { ok: false, reason: 'notForThisPost' };
  if (scopes === 'catalogue') return under === null ? { ok: true, scopes: [catalogueScope] } : { ok: false, reason: 'noSuchInstitution' };
  if (under === null) return { ok: true, scopes: null };
  const known = await db.selectFrom('organisation').select('id').where('id', '=', under).executeTakeFirst();
  if (!known) return { ok: false, reason: 'noSuchInstitution' };
  return { ok: true, scopes: (await organisationsUnder(db, under)).map((id) => organisationScope(id as OrganisationId)).toSorted() };
}
