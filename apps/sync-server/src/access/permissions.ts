import { sql } from 'kysely';
import type { Role } from '@lianyi/schema/codes/roles';
import { mayDo } from '@lianyi/schema/codes/roles';
import type { OrganisationId } from '@lianyi/schema/basics/ids';
import { catalogueScope, organisationScope } from '@lianyi/schema/documents/kinds';
import type { Permission } from '@lianyi/schema/codes/roles';
import type { Database } from '../store/database.ts';
import type { Device } from '../store/devices.ts';

/** What the exchange asks about a device and the people on it (`sync/permission.ts`). */
export interface DeviceRights {
  readonly mayPush: boolean;
  readonly mayPull: boolean;
  readonly scopes: ReadonlySet<string>;
  readonly pullScopes: ReadonlySet<string>;
  mayActFor(orgId: string): boolean;
  mayDo(personId: string, acts: readonly Permission[]): boolean;
}

/**
 * As the county knows it at this moment: a device follows its institution, those below it, and the catalogues. Staff of
 * the institution above visit and act for their own; what they write lies in a scope of the device all the same. What
 * people may do is only looked up if there are bundles to judge.
 */
export async function rightsOf(db: Database, device: Device, asked: { readonly hasBundles: boolean } = { hasBundles: true }): Promise<DeviceRights> {
  // At once: every exchange waits for this.
  const [under, visitorsOrgId, rolesById] = await Promise.all([
    organisationsUnder(db, device.orgId), asked.hasBundles ? organisationAbove(db, device.orgId) : undefined, asked.hasBundles ? rolesByPersonId(db) : new Map<string, Role>(),
  ]);
  const orgIds = new Set(under);
  const scopes = new Set([catalogueScope, ...[...orgIds].map((id) => organisationScope(id as OrganisationId))]);
  return {
    mayPush: device.status !== 'stolen',
    mayPull: device.status === 'active',
    scopes,
    pullScopes: device.awaitsConfirmation ? new Set([catalogueScope]) : scopes,
    mayActFor: (orgId) => orgIds.has(orgId) || orgId === visitorsOrgId,
    mayDo: (personId, acts) => {
      const role = rolesById.get(personId);
      return role !== undefined && (acts.length === 0 || acts.some((act) => mayDo(role, act)));
    },
  };
}

/** The institution directly above, whose staff visit; the county's office visits nobody. */
async function organisationAbove(db: Database, orgId: string): Promise<string | undefined> {
  const row = await db.selectFrom('organisation as own').innerJoin('organisation as above', 'above.id', 'own.parentId')
    .select('above.id').where('own.id', '=', orgId).where('above.type', '!=', 'county').executeTakeFirst();
  return row?.id;
}

/** Staff who left are still the authors of what they saved before: whether they are active is not asked here. */
async function rolesByPersonId(db: Database): Promise<ReadonlyMap<string, Role>> {
  const people = await db.selectFrom('person').select(['id', 'role']).execute();
  return new Map(people.map((person) => [person.id, person.role as Role]));
}

/** The institution and all below it. */
export async function organisationsUnder(db: Database, orgId: string): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`select id from organisation where path @> array[${orgId}::uuid]`.execute(db);
  return rows.length > 0 ? rows.map((row) => row.id) : [orgId];
}
