import { sql } from 'kysely';
import type { CalendarDate } from '@lianyi/schema/basics/dates';
import type { Database } from '../store/database.ts';

/** What an institution still has that keeps it from being closed. */
export interface WorkAt {
  readonly devices: readonly string[];
  readonly patients: number;
  readonly people: readonly string[];
}

export async function workAt(db: Database, orgId: string, today: CalendarDate): Promise<WorkAt> {
  const devices = await db.selectFrom('device').select('name').where('orgId', '=', orgId).where('status', '=', 'active').orderBy('name').execute();
  const { rows: [found] } = await sql<{ patients: number }>`select count(*)::int as patients from document where kind = 'patient' and body ->> 'homeId' = ${orgId}`.execute(db);
  const people = await sql<{ name: string }>`
    select distinct p.name from post join person p on p.id = post.person_id where post.org_id = ${orgId}::uuid and p.active and (post.ends is null or post.ends >= ${today}) order by 1`.execute(db);
  return { devices: devices.map(({ name }) => name), patients: found?.patients ?? 0, people: people.rows.map(({ name }) => name) };
}
