import { newId } from '@lianyi/schema/basics/ids';
import type { GlassReason } from '@lianyi/schema/documents/alertValues';
import { mayDo } from '@lianyi/schema/codes/roles';
import { catalogueScope } from '@lianyi/schema/documents/kinds';
import type { CountyRole, Database } from '../store/database.ts';
import type { Reach } from '../store/reach.ts';
import type { CountyUser } from './countyUsers.ts';
import { organisationsUnder } from './permissions.ts';

/** How a chart may be read: by the post, for a while behind the broken glass, or not before that; `never`: the post opens none. */
export type ChartAccess =
  | { readonly by: 'post' }
  | { readonly by: 'glass'; readonly endsAt: Date }
  | { readonly by: 'closed' | 'never' };

export const glassMinutes = 30;

/** May break the glass. An auditor sees who looked, and never the chart. */
const mayBreakGlass = (role: CountyRole): boolean => role !== 'auditor';

/** @param homeId the institution that the patient's record is at now */
export async function chartAccess(db: Database, user: CountyUser, patient: { readonly id: string; readonly homeId: string }, now: Date): Promise<ChartAccess> {
  if (!mayBreakGlass(user.role)) return { by: 'never' };
  if (await coversHome(db, user, patient.homeId)) return { by: 'post' };
  const opening = await db.selectFrom('glassOpening').select('endsAt').where('userId', '=', user.id).where('patientId', '=', patient.id)
    .where('openedAt', '<=', now).where('endsAt', '>', now).orderBy('endsAt', 'desc').limit(1).executeTakeFirst();
  return opening ? { by: 'glass', endsAt: opening.endsAt } : { by: 'closed' };
}

/** The post is at the institution, or at one above it that is no county's office: those have lists, not charts. */
export async function coversHome(db: Database, { postOrgId }: CountyUser, homeId: string): Promise<boolean> {
  if (postOrgId === null) return false;
  const post = await db.selectFrom('organisation').select('type').where('id', '=', postOrgId).executeTakeFirst();
  return post !== undefined && post.type !== 'county' && (await organisationsUnder(db, postOrgId)).includes(homeId);
}

/** What of records the database shows in lists: to who may look one up all of them, to everybody else none. */
export const listsReach = ({ role }: Pick<CountyUser, 'role'>): Reach => (mayDo(role, 'record.find') ? 'county' : { scopes: [catalogueScope] });

export interface GlassToOpen {
  readonly patientId: string;
  readonly homeId: string;
  readonly reason: GlassReason;
  readonly explanation: string;
  readonly reviewId: string;
}

export async function keepGlassOpening(db: Database, user: CountyUser, glass: GlassToOpen, now: Date): Promise<Date> {
  const endsAt = new Date(now.getTime() + glassMinutes * 60_000);
  await db.insertInto('glassOpening').values({ id: newId(now.getTime()), userId: user.id, ...glass, openedAt: now, endsAt }).execute();
  return endsAt;
}
