import { newId } from '@lianyi/schema/basics/ids';
import type { OrganisationId, PersonId } from '@lianyi/schema/basics/ids';
import type { CountyRole } from '@lianyi/schema/codes/roles';
import type { Person } from '@lianyi/schema/documents/county';
import { addAccount, userById } from '@lianyi/sync-server/access/countyUsers';
import { startSession } from '@lianyi/sync-server/access/sessions';
import type { RunningServer } from '@lianyi/sync-server/index';
import { writeCountyBundles } from '@lianyi/sync-server/sync/countyBundle';
import { places } from './places.ts';

export interface AccountParts {
  readonly login: string;
  readonly role: CountyRole;
  readonly password?: string;
  readonly name?: string;
  /** Where they hold a post that reads records, too. */
  readonly postOrgId?: OrganisationId | null;
  readonly countyId?: OrganisationId;
}

export interface TestAccount {
  readonly userId: string;
  readonly personId: PersonId;
}

/** Somebody of the county's office, on the roster, with an account of the console. */
export async function anAccount(county: RunningServer['county'], { login, role, password = '晨雾-远山-2026', name = login, postOrgId = null, countyId = places.county }: AccountParts): Promise<TestAccount> {
  const personId = newId() as PersonId;
  const always = { from: null, until: null } as const;
  const posts = [{ orgId: countyId, role, ...always }, ...(postOrgId === null ? [] : [{ orgId: postOrgId, role: 'townshipHead' as const, ...always }])];
  const person: Person = { id: personId, kind: 'person', name, qualification: 'none', title: 'none', grants: [], posts, active: true };
  await writeCountyBundles(county, { action: 'tests.seed' }, [person]);
  return { userId: await addAccount(county.db, { login, password, personId }), personId };
}

/** As if this person had logged in. @returns the session's token */
export async function aSessionOf({ db, now }: Pick<RunningServer['county'], 'db' | 'now'>, userId: string, about: { readonly awaitsTotp?: boolean } = {}): Promise<string> {
  const user = await userById(db, userId, now());
  if (user === null) throw new Error('there is no such account');
  return (await startSession(db, user, now(), about)).token;
}
