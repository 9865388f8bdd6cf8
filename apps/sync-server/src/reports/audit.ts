import type { RawBuilder } from 'kysely';
import { sql } from 'kysely';
import type { Database } from '../store/database.ts';
import type { FoundLine } from './auditRows.ts';
import { auditRows } from './auditRows.ts';
import type { AuditPage, AuditRow } from './views.ts';

export interface AuditFilter {
  readonly patientId: string | null;
  /** Of the roster, at PCs and in the console, where failed logins to their account count too; or an account that is nobody's of it. */
  readonly personId: string | null;
  readonly deviceId: string | null;
  /** ISO 8601; when it happened. */
  readonly from: string | null;
  readonly until: string | null;
  readonly what: 'all' | 'reads' | 'glass' | 'changes' | 'access';
}

/** The newest first. @param after the `next` of the page before */
export async function auditPage(db: Database, filter: AuditFilter, after: string | null, limit: number): Promise<AuditPage> {
  const lines = await linesBefore(db, filter, after, limit + 1);
  const shown = lines.slice(0, limit);
  const last = shown.at(-1);
  return { rows: await auditRows(db, shown), next: lines.length > limit && last !== undefined ? `${last.at.toISOString()} ${last.id}` : null };
}

export async function* everyAuditRow(db: Database, filter: AuditFilter): AsyncGenerator<AuditRow> {
  for (let after: string | null = null; ;) {
    const page: AuditPage = await auditPage(db, filter, after, 500);
    yield* page.rows;
    if (page.next === null) return;
    after = page.next;
  }
}

/** From the console, from what PCs say was read there and happened at their doors, and from what was saved on them: each by itself, so that each finds its index. */
async function linesBefore(db: Database, filter: AuditFilter, after: string | null, limit: number): Promise<readonly FoundLine[]> {
  const [at = null, id = ''] = after?.split(' ') ?? [];
  const within = (time: RawBuilder<unknown>, key: RawBuilder<unknown>) => sql`
    ${filter.from === null ? sql`true` : sql`${time} >= ${filter.from}::timestamptz`} and ${filter.until === null ? sql`true` : sql`${time} < ${filter.until}::timestamptz`}
    and ${at === null ? sql`true` : sql`(${time}, ${key}) < (${at}::timestamptz, ${id})`}`;
  const sources = sourcesOf(filter, within);
  const found = await Promise.all(sources.map(async (source) => (await sql<FoundLine>`${source} order by at desc, id desc limit ${limit}`.execute(db)).rows));
  return found.flat().toSorted((a, b) => b.at.getTime() - a.at.getTime() || (a.id < b.id ? 1 : -1)).slice(0, limit);
}

type Within = (time: RawBuilder<unknown>, key: RawBuilder<unknown>) => RawBuilder<unknown>;

function sourcesOf(filter: AuditFilter, within: Within): readonly RawBuilder<FoundLine>[] {
  const { what } = filter;
  return [
    consoleLines(filter, within),
    ...(what === 'all' || what === 'reads' ? [readLines(filter, within)] : []),
    ...(what === 'all' || what === 'changes' ? [saveLines(filter, within)] : []),
    ...((what === 'all' || what === 'access') && filter.patientId === null ? [doorLines(filter, within)] : []),
  ];
}

const readActions = ['patients.search', 'chart.read', 'chart.refused', 'today.read', 'reviews.read', 'stream.read', 'documents.dump', 'document.prove'];

function consoleLines({ patientId, personId, deviceId, what }: AuditFilter, within: Within): RawBuilder<FoundLine> {
  const key = sql`'a' || lpad(e.number::text, 12, '0')`;
  return sql<FoundLine>`
    select ${key} as id, 'county' as source, e.at, e.at as received_at, e.action, e.actor, coalesce(u.person_id, e.user_id, (case when e.actor = 'device' then e.detail ->> 'personId' end)::uuid) as who_id, e.user_id, case when e.actor = 'device' then null else e.actor_name end as who_name, e.session_id as session,
      (case when e.actor = 'device' then e.detail ->> 'deviceId' end)::uuid as device_id, (case when e.actor = 'device' then e.detail ->> 'orgId' end)::uuid as org_id, e.patient_ids, e.about, nullif(concat_ws(' ', e.detail ->> 'procedure', e.detail ->> 'asked', case when e.action = 'session.wrong' then e.detail ->> 'place' end), '') as note,
      case when e.actor = 'device' then null else e.detail end as detail
    from audit_entry e left join county_user u on u.id = e.user_id
    where ${within(sql`e.at`, key)}
      and ${patientId === null ? sql`true` : sql`e.patient_ids @> array[${patientId}::uuid]`} and ${personId === null ? sql`true` : sql`(e.user_id = ${personId}::uuid or u.person_id = ${personId}::uuid or (e.user_id is null and e.actor = 'user' and e.actor_name = (select login from county_user where person_id = ${personId}::uuid)) or (e.actor = 'device' and e.detail ->> 'personId' = ${personId}) or e.about = (select id::text from county_user where person_id = ${personId}::uuid) or ${names(personId)})`}
      and ${deviceId === null ? sql`true` : sql`((e.actor = 'device' and e.detail ->> 'deviceId' = ${deviceId}) or ${names(deviceId)})`}
      and ${what === 'reads' ? sql`e.action = any(${readActions})` : what === 'glass' ? sql`e.action in ('glass.open', 'chart.lookup')` : what === 'all' ? sql`true` : what === 'access' ? sql`e.action <> all(${[...readActions, 'glass.open', 'chart.lookup', 'patient.move', 'bundle.release', 'gap.lost']})` : sql`e.action in ('patient.move', 'bundle.release', 'gap.lost')`}`;
}

/** What was done to it from the console or the command line. @param id whose form is known */
const names = (id: string): RawBuilder<unknown> => sql`(e.about = ${id} or e.detail ->> 'asked' like ${`%"${id}"%`})`;

function readLines({ patientId, personId, deviceId }: AuditFilter, within: Within): RawBuilder<FoundLine> {
  const key = sql`'r' || d.id::text || lpad(r.place::text, 4, '0')`;
  const time = sql`(r.read ->> 'at')::timestamptz`;
  return sql<FoundLine>`
    select ${key} as id, 'pcRead' as source, ${time} as at, b.received_at, 'read.' || (r.read ->> 'page') as action, 'device' as actor, (d.body ->> 'by')::uuid as who_id, null::uuid as user_id, null::text as who_name, null::uuid as session, b.device_id,
      (d.body ->> 'orgId')::uuid as org_id, array[(r.read ->> 'patientId')::uuid] as patient_ids, null::text as about, null::text as note, null::jsonb as detail
    from document d join bundle b on b.id = d.created_by cross join lateral jsonb_array_elements(d.body -> 'reads') with ordinality as r (read, place)
    where d.kind = 'chartReads' and ${within(time, key)}
      and ${patientId === null ? sql`true` : sql`d.body -> 'reads' @> ${JSON.stringify([{ patientId }])}::jsonb and r.read ->> 'patientId' = ${patientId}`}
      and ${personId === null ? sql`true` : sql`d.body ->> 'by' = ${personId}`} and ${deviceId === null ? sql`true` : sql`b.device_id = ${deviceId}::uuid`}`;
}

/**
 * Whose slot it was stands in `about`, where another did it, or nobody knows who: as of a wrong PIN, which anybody may have
 * typed. A code of the county is one person's, so that a PIN set with it was set by them. What was refused is the detail.
 */
function doorLines({ personId, deviceId }: AuditFilter, within: Within): RawBuilder<FoundLine> {
  const key = sql`'d' || d.id::text || lpad(e.place::text, 4, '0')`;
  const time = sql`(e.event ->> 'at')::timestamptz`;
  return sql<FoundLine>`
    select ${key} as id, 'pcDoor' as source, ${time} as at, b.received_at, 'door.' || (e.event ->> 'what') as action, 'device' as actor, coalesce(e.event ->> 'byId', case when e.event ->> 'what' = 'recovered' then e.event ->> 'personId' end)::uuid as who_id, null::uuid as user_id, null::text as who_name, null::uuid as session, b.device_id,
      (d.body ->> 'orgId')::uuid as org_id, '{}'::uuid[] as patient_ids, e.event ->> 'personId' as about, e.event ->> 'reason' as note,
      case when e.event ->> 'what' = 'refused' then jsonb_build_object('permission', e.event -> 'permission') end as detail
    from document d join bundle b on b.id = d.created_by cross join lateral jsonb_array_elements(d.body -> 'events') with ordinality as e (event, place)
    where d.kind = 'doorEvents' and ${within(time, key)}
      and ${personId === null ? sql`true` : sql`${personId} in (e.event ->> 'byId', e.event ->> 'personId')`} and ${deviceId === null ? sql`true` : sql`b.device_id = ${deviceId}::uuid`}`;
}

/** By the PC's clock where the county could read it. Nothing is received long before it was saved, whatever the clock. */
function saveLines({ patientId, personId, deviceId, from }: AuditFilter, within: Within): RawBuilder<FoundLine> {
  const key = sql`'s' || b.id::text`;
  const time = sql`(case when b.outcome in ('accepted', 'merged') then b.saved_at::timestamptz else date_trunc('milliseconds', b.received_at) end)`;
  return sql<FoundLine>`
    select ${key} as id, 'pcSave' as source, ${time} as at, b.received_at, b.action, 'device' as actor, b.person_id as who_id, null::uuid as user_id, null::text as who_name, null::uuid as session, b.device_id, b.org_id,
      coalesce((select array_agg(distinct d.patient_id) from scope_log l join document d on d.id = any(l.put_ids) where l.bundle_id = b.id and d.patient_id is not null), '{}') as patient_ids, null::text as about, null::text as note, null::jsonb as detail
    from bundle b
    where b.device_id is not null and b.action not in ('chart.reads', 'door.events') and ${within(time, key)} and ${from === null ? sql`true` : sql`b.received_at >= ${from}::timestamptz - interval '2 days'`}
      and ${personId === null ? sql`true` : sql`b.person_id = ${personId}::uuid`} and ${deviceId === null ? sql`true` : sql`b.device_id = ${deviceId}::uuid`}
      and ${patientId === null ? sql`true` : sql`b.claimed_id in (
        select created_by from document where patient_id = ${patientId}::uuid
        union select o.bundle_id from document p join unit_origin o on o.document_id = p.id where p.patient_id = ${patientId}::uuid)`}`;
}
