import { sql } from 'kysely';
import type { Database, DeviceStatus } from '../store/database.ts';
import type { DeviceRow } from './views.ts';

interface Row {
  readonly id: string;
  readonly name: string;
  readonly orgId: string;
  readonly orgName: string | null;
  readonly status: DeviceStatus;
  readonly enrolledAt: Date;
  readonly lastHeardAt: Date | null;
  readonly waitingCount: number;
  readonly appVersion: string;
  readonly forkedAt: Date | null;
  readonly bundles: number;
  readonly quarantined: number;
}

/** Every device, by organisation and name. */
export async function deviceRows(db: Database): Promise<readonly DeviceRow[]> {
  const { rows } = await sql<Row>`
    select d.id, d.name, d.org_id, o.short_name as org_name, d.status, d.enrolled_at, d.last_heard_at, d.waiting_count, d.app_version, d.forked_at,
      (select coalesce(sum(number), 0)::int from chain_head c where c.device_id = d.id) as bundles,
      (select count(*)::int from bundle b where b.device_id = d.id and b.outcome = 'quarantined' and b.corrected_by is null) as quarantined
    from device d left join organisation o on o.id = d.org_id
    order by o.path, d.name`.execute(db);
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    organisation: { id: row.orgId, name: row.orgName ?? '' },
    status: row.status,
    enrolledAt: row.enrolledAt.toISOString(),
    lastHeardAt: row.lastHeardAt?.toISOString() ?? null,
    waiting: row.waitingCount,
    appVersion: row.appVersion,
    bundles: row.bundles,
    quarantined: row.quarantined,
    forkedAt: row.forkedAt?.toISOString() ?? null,
  }));
}
