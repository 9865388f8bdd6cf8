import { sql } from 'kysely';
import type { CalendarDate } from '@lianyi/schema/basics/dates';
import { localDay } from '@lianyi/schema/basics/dates';
import type { OrganisationId } from '@lianyi/schema/basics/ids';
import type { Permission } from '@lianyi/schema/codes/roles';
import { catalogueScope, organisationScope } from '@lianyi/schema/documents/kinds';
import type { Post } from '@lianyi/schema/documents/county';
import type { Order } from '@lianyi/schema/documents/prescription';
import { isHeldOn, postsAllow } from '@lianyi/schema/rules/posts';
import type { Database } from '../store/database.ts';
import type { Device } from '../store/devices.ts';
import type { Directory } from './directory.ts';
import { emptyDirectory, presentDirectory } from './directory.ts';
import { beyondRights } from './prescribing.ts';

/** What the exchange asks about a device and the people on it (`sync/permission.ts`). */
export interface DeviceRights {
  readonly mayPush: boolean;
  readonly mayPull: boolean;
  readonly scopes: ReadonlySet<string>;
  readonly pullScopes: ReadonlySet<string>;
  mayActFor(orgId: string): boolean;
  mayDo(acting: Acting, acts: readonly Permission[]): boolean;
  drugBeyondRights(order: Order): string | null;
}

interface Acting {
  readonly personId: string;
  readonly orgId: string;
  readonly savedAt: string;
}

/**
 * As the county knows it at this moment: a device follows its institution, those below it, and the catalogues. Staff of
 * the institution above visit and act for their own; what they write lies in a scope of the device all the same. What
 * people may do is only looked up if there are bundles to judge.
 */
export async function rightsOf(db: Database, device: Device, asked: { readonly hasBundles: boolean } = { hasBundles: true }): Promise<DeviceRights> {
  // At once: every exchange waits for this.
  const [under, visitorsOrgId, directory] = await Promise.all([
    organisationsUnder(db, device.orgId), asked.hasBundles ? organisationAbove(db, device.orgId) : undefined, asked.hasBundles ? presentDirectory(db) : emptyDirectory,
  ]);
  const orgIds = new Set(under);
  const today = localDay(new Date());
  const scopes = new Set([catalogueScope, ...[...orgIds].map((id) => organisationScope(id as OrganisationId))]);
  const mayActFor = (orgId: string): boolean => orgIds.has(orgId) || orgId === visitorsOrgId;
  return {
    mayPush: device.status !== 'stolen',
    mayPull: device.status === 'active',
    scopes,
    pullScopes: device.awaitsConfirmation ? new Set([catalogueScope]) : scopes,
    mayActFor,
    mayDo: (acting, acts) => mayDoThen(directory, acting, acts, today),
    drugBeyondRights: (order) => beyondRights(directory, order, today, mayActFor),
  };
}

/** Staff who have left are still the authors of what they saved before: whether they are let in now is not asked here. */
export function mayDoThen({ people, organisations }: Directory, { personId, orgId, savedAt }: Acting, acts: readonly Permission[], today: string): boolean {
  const covers = organisations.get(orgId)?.coveredBy;
  const posts = people.get(personId)?.posts;
  return covers !== undefined && posts !== undefined && postsAllow(posts, { acts, covers, savedOn: savedAt.slice(0, 10), today });
}

/** The posts at the county itself that somebody holds on a day: what they may do in the console follows from these. */
export function postsOfCounty({ people, organisations }: Directory, personId: string | null, day: CalendarDate): readonly Post[] {
  const posts = personId === null ? undefined : people.get(personId)?.posts;
  return posts?.filter((post) => isHeldOn(post, day) && organisations.get(post.orgId)?.type === 'county') ?? [];
}

/** The institution directly above, whose staff visit; the county's office visits nobody. */
async function organisationAbove(db: Database, orgId: string): Promise<string | undefined> {
  const row = await db.selectFrom('organisation as own').innerJoin('organisation as above', 'above.id', 'own.parentId')
    .select('above.id').where('own.id', '=', orgId).where('above.type', '!=', 'county').executeTakeFirst();
  return row?.id;
}

/** The institution and all below it. */
export async function organisationsUnder(db: Database, orgId: string): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`select id from organisation where path @> array[${orgId}::uuid]`.execute(db);
  return rows.length > 0 ? rows.map((row) => row.id) : [orgId];
}
