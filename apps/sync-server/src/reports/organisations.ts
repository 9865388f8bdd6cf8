import { sql } from 'kysely';
import { localDay } from '@lianyi/schema/basics/dates';
import type { Database } from '../store/database.ts';
import { isSeenVisit } from './seenVisits.ts';
import type { OrganisationPage, OrganisationRow, OrganisationStatus, StreamCheckpoint } from './views.ts';

/** All organisations, in the order of the tree. */
export async function organisationRows(db: Database, now: Date): Promise<readonly OrganisationRow[]> {
  const statuses = await statusRows(db, now, null, 10_000);
  const patients = await countsByOrganisation(db, sql`select body ->> 'homeId' as id from document where kind = 'patient'`);
  const reviews = await countsByOrganisation(db, sql`
    select substr(s.scope, 5) as id from document d join document_scope s on s.document_id = d.id
    where d.kind = 'review' and d.body -> 'resolution' = 'null' and s.scope like 'org:%'`);
  const quarantined = await countsByOrganisation(db, sql`
    select d.org_id::text as id from bundle b join device d on d.id = b.device_id where b.outcome = 'quarantined' and b.corrected_by is null`);
  const rows = statuses.map((status) => ({
    ...status, patients: patients.get(status.id) ?? 0, openReviews: reviews.get(status.id) ?? 0, quarantined: quarantined.get(status.id) ?? 0,
  }));
  return inTreeOrder(rows);
}

/** What changed after the checkpoint, oldest first: the console keeps its list live with it. */
export async function organisationsAfter(db: Database, now: Date, checkpoint: StreamCheckpoint | null, limit: number): Promise<OrganisationPage> {
  const documents = await statusRows(db, now, checkpoint, limit);
  const last = documents.at(-1);
  return { documents, checkpoint: last ? { updatedAt: last.updatedAt, id: last.id } : checkpoint };
}

async function statusRows(db: Database, now: Date, after: StreamCheckpoint | null, limit: number): Promise<readonly OrganisationStatus[]> {
  const day = localDay(now);
  // A row also changes when a day begins: its visits of today start from none.
  const dayStart = new Date(now.getFullYear(), now.getMonth(), now.getDate());
  const { rows } = await sql<Omit<OrganisationStatus, 'lastHeardAt' | 'updatedAt'> & { lastHeardAt: Date | null; updatedAt: Date }>`
    with visits as (
      select d.body ->> 'orgId' as org_id, (count(*) filter (where ${isSeenVisit}))::int as visits, max(d.changed_at) as changed_at from document d
      where d.kind = 'encounter' and d.body ->> 'startedAt' like ${`${day}%`}
      group by 1
    ), devices as (
      select org_id, count(*)::int as devices, max(last_heard_at) as last_heard_at, sum(waiting_count)::int as waiting from device where status = 'active' group by 1
    ), status as (
      select o.id, o.name, o.short_name, o.type, o.parent_id, coalesce(d.devices, 0) as devices, d.last_heard_at, coalesce(d.waiting, 0) as waiting,
        coalesce(v.visits, 0) as visits_today,
        date_trunc('milliseconds', greatest(o.changed_at, d.last_heard_at, v.changed_at, ${dayStart}::timestamptz)) as updated_at
      from organisation o left join devices d on d.org_id = o.id left join visits v on v.org_id = o.id::text
    )
    select * from status
    where ${after === null ? sql`true` : sql`(updated_at, id) > (${after.updatedAt}::timestamptz, ${after.id}::uuid)`}
    order by updated_at, id limit ${limit}`.execute(db);
  return rows.map((row) => ({ ...row, lastHeardAt: row.lastHeardAt?.toISOString() ?? null, updatedAt: row.updatedAt.toISOString() }));
}

async function countsByOrganisation(db: Database, ids: ReturnType<typeof sql>): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ id: string; count: number }>`select id, count(*)::int as count from (${ids}) as found group by id`.execute(db);
  return new Map(rows.map((row) => [row.id, row.count]));
}

/** Each organisation before those below it; siblings by name. */
function inTreeOrder(rows: readonly OrganisationRow[]): readonly OrganisationRow[] {
  const byParent = new Map<string | null, OrganisationRow[]>();
  const ids = new Set(rows.map((row) => row.id));
  for (const row of rows) {
    const parent = row.parentId !== null && ids.has(row.parentId) ? row.parentId : null;
    byParent.set(parent, [...(byParent.get(parent) ?? []), row]);
  }
  const below = (parent: string | null): readonly OrganisationRow[] =>
    (byParent.get(parent) ?? []).toSorted((a, b) => a.name.localeCompare(b.name, 'zh')).flatMap((row) => [row, ...below(row.id)]);
  return below(null);
}
