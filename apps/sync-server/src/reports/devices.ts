import { sql } from 'kysely';
import type { Database, DeviceStatus } from '../store/database.ts';
import { blockedDevice, hasNotCome } from '../store/devices.ts';
import type { DeviceRow } from './views.ts';

interface Row {
  readonly id: string;
  readonly name: string;
  readonly orgId: string;
  readonly orgName: string | null;
  readonly status: DeviceStatus;
  readonly awaitsConfirmation: boolean;
  readonly hasCome: boolean;
  readonly enrolledAt: Date;
  readonly lastHeardAt: Date | null;
  readonly waitingCount: number;
  readonly appVersion: string;
  readonly forkedAt: Date | null;
  readonly purgedAt: Date | null;
  readonly bundles: number;
  readonly quarantined: number;
  readonly gaps: DeviceRow['gaps'] | null;
  readonly lostGaps: DeviceRow['lostGaps'] | null;
  readonly checkedAt: Date | null;
  readonly differedAt: Date | null;
  readonly given: number | null;
  readonly gone: number | null;
  readonly unknown: number | null;
  readonly diskFreeMb: number | null;
  readonly outboxOldestAt: Date | null;
  readonly clockAheadS: number | null;
  readonly conditionAt: Date | null;
  readonly pcTrouble: string | null;
  readonly trouble: string | null;
  readonly troubleAt: Date | null;
  readonly blocked: number;
  readonly turn: 'stolen' | 'found' | null;
  readonly turnedAt: Date | null;
  readonly replacedById: string | null;
  readonly replacedByName: string | null;
}

/** Every device, by organisation and name. @param id only this one */
export async function deviceRows(db: Database, id: string | null = null): Promise<readonly DeviceRow[]> {
  const { rows } = await sql<Row>`
    select d.id, d.name, d.org_id, o.short_name as org_name, d.status, d.awaits_confirmation, not ${hasNotCome('d')} as has_come, d.enrolled_at, d.last_heard_at, d.waiting_count, d.app_version, d.forked_at, d.purged_at,
      d.disk_free_mb, d.outbox_oldest_at, d.clock_ahead_s, d.condition_at, d.pc_trouble, d.trouble, d.trouble_at, n.id as replaced_by_id, n.name as replaced_by_name, t.act as turn, t.done_at as turned_at,
      (select coalesce(sum(number), 0)::int from chain_head c where c.device_id = d.id) as bundles,
      (select count(*)::int from bundle b where b.device_id = d.id and b.outcome = 'quarantined' and b.corrected_by is null) as quarantined,
      (select count(*)::int from bundle b where b.device_id = d.id and b.outcome = 'quarantined' and b.corrected_by is null and b.receipt ->> 'detail' = ${blockedDevice}) as blocked,
      (select json_agg(json_build_object('lane', g.lane, 'number', g.number, 'behind', g.behind, 'since', g.since) order by g.lane) from (
        select b.lane, coalesce(h.number, 0) + 1 as number, count(*)::int as behind, min(b.received_at) as since
        from bundle b left join chain_head h on h.device_id = b.device_id and h.lane = b.lane
        where b.device_id = d.id and b.outcome = 'waiting' and b.reason = 'predecessorMissing' group by b.lane, h.number
      ) g) as gaps,
      (select json_agg(json_build_object('lane', l.lane, 'firstNumber', l.first_number, 'lastNumber', l.last_number, 'reason', l.reason, 'declaredAt', l.declared_at) order by l.declared_at)
        from lost_link l where l.device_id = d.id) as lost_gaps,
      c.checked_at, c.differed_at, c.given, c.gone, c.unknown
    from device d left join device_check c on c.device_id = d.id left join organisation o on o.id = d.org_id
      left join lateral (select r.id, r.name from enrolment_code e join device r on r.id = e.device_id where e.replaces_id = d.id order by e.used_at desc limit 1) n on true
      left join lateral (select a.act, a.done_at from device_act a where a.device_id = d.id and a.act in ('stolen', 'found') order by a.done_at desc, a.id desc limit 1) t on d.status = case t.act when 'stolen' then 'stolen' else 'active' end
    where d.id = ${id}::uuid or ${id}::uuid is null
    order by o.path, d.name`.execute(db);
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    organisation: { id: row.orgId, name: row.orgName ?? '' },
    status: row.status,
    awaitsConfirmation: row.awaitsConfirmation,
    hasCome: row.hasCome,
    enrolledAt: row.enrolledAt.toISOString(),
    lastHeardAt: row.lastHeardAt?.toISOString() ?? null,
    waiting: row.waitingCount,
    appVersion: row.appVersion,
    bundles: row.bundles,
    quarantined: row.quarantined,
    forkedAt: row.forkedAt?.toISOString() ?? null,
    purgedAt: row.purgedAt?.toISOString() ?? null,
    gaps: row.gaps ?? [],
    lostGaps: row.lostGaps ?? [],
    blocked: row.blocked,
    condition: row.conditionAt && {
      at: row.conditionAt.toISOString(), diskFreeMb: row.diskFreeMb, outboxOldestAt: row.outboxOldestAt?.toISOString() ?? null, clockAheadS: row.clockAheadS ?? 0, trouble: row.pcTrouble,
    },
    trouble: row.trouble !== null && row.troubleAt !== null ? { code: row.trouble, at: row.troubleAt.toISOString() } : null,
    turn: row.turn !== null && row.turnedAt !== null ? { act: row.turn, at: row.turnedAt.toISOString(), heardAt: heardSince(row, row.turnedAt)?.toISOString() ?? null } : null,
    replacedBy: row.replacedById === null ? null : { id: row.replacedById, name: row.replacedByName ?? '' },
    check: row.checkedAt && {
      at: row.checkedAt.toISOString(),
      differed: row.differedAt && { at: row.differedAt.toISOString(), given: row.given ?? 0, gone: row.gone ?? 0, unknown: row.unknown ?? 0 },
    },
  }));
}

/** One that is reported stolen is heard when it is refused as well. */
function heardSince({ turn, lastHeardAt, trouble, troubleAt }: Row, since: Date): Date | null {
  const heard = [lastHeardAt, ...(turn === 'stolen' && trouble === 'retired' ? [troubleAt] : [])].filter((at) => at !== null && at > since);
  return heard.reduce((latest, at) => (latest === null || (at !== null && at > latest) ? at : latest), null);
}
