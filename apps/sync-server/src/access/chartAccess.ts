import { localDay } from '@lianyi/schema/basics/dates';
import { newId } from '@lianyi/schema/basics/ids';
import type { GlassReason } from '@lianyi/schema/documents/alertValues';
import { mayAny } from '@lianyi/schema/codes/roles';
import { catalogueScope } from '@lianyi/schema/documents/kinds';
import type { Database, Tx } from '../store/database.ts';
import type { Reach } from '../store/reach.ts';
import type { CountyUser } from './countyUsers.ts';
import { presentDirectory } from './directory.ts';
import { mayDoThen } from './permissions.ts';

/** How a chart may be read: by the post, for a while behind the broken glass, or not before that; `never`: the post opens none. */
export type ChartAccess =
  | { readonly by: 'post' }
  | { readonly by: 'glass'; readonly endsAt: Date }
  | { readonly by: 'closed' | 'never' };

export const glassMinutes = 30;

/** An auditor sees who looked, and never the chart, whatever other posts they hold. */
const opensCharts = ({ roles }: CountyUser): boolean => mayAny(roles, 'record.find') && !mayAny(roles, 'audit.read');

/** @param homeId the institution that the patient's record is at now */
export async function chartAccess(db: Database, user: CountyUser, patient: { readonly id: string; readonly homeId: string }, now: Date): Promise<ChartAccess> {
  if (!opensCharts(user)) return { by: 'never' };
  if (await coversHome(db, user, patient.homeId, now)) return { by: 'post' };
  const endsAt = await glassHeld(db, user, patient.id, now);
  return endsAt === null ? { by: 'closed' } : { by: 'glass', endsAt };
}

/** Until when the glass is broken for this account and this patient; null if it is not. */
export async function glassHeld(db: Database | Tx, { id }: Pick<CountyUser, 'id'>, patientId: string, now: Date): Promise<Date | null> {
  const opening = await db.selectFrom('glassOpening').select('endsAt').where('userId', '=', id).where('patientId', '=', patientId)
    .where('openedAt', '<=', now).where('endsAt', '>', now).orderBy('endsAt', 'desc').limit(1).executeTakeFirst();
  return opening?.endsAt ?? null;
}

/** By a post that reads records, at the institution or above it, as on its PCs. One at the county covers none: who counts has lists, not charts. */
async function coversHome(db: Database, { personId }: CountyUser, homeId: string, now: Date): Promise<boolean> {
  const today = localDay(now);
  return personId !== null && mayDoThen(await presentDirectory(db), { personId, orgId: homeId, savedAt: today }, ['record.read'], today);
}

/** What of records the database shows in lists: to who may look one up all of them, to everybody else none. */
export const listsReach = ({ roles }: Pick<CountyUser, 'roles'>): Reach => (mayAny(roles, 'record.find') ? 'county' : { scopes: [catalogueScope] });

export interface GlassToOpen {
  readonly patientId: string;
  readonly homeId: string;
  readonly reason: GlassReason;
  readonly explanation: string;
  readonly reviewId: string;
}

export async function keepGlassOpening(db: Tx, user: CountyUser, glass: GlassToOpen, now: Date): Promise<Date> {
  const endsAt = new Date(now.getTime() + glassMinutes * 60_000);
  await db.insertInto('glassOpening').values({ id: newId(now.getTime()), userId: user.id, ...glass, openedAt: now, endsAt }).execute();
  return endsAt;
}
