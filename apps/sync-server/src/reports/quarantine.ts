import { sql } from 'kysely';
import type { OutcomeReason, Receipt } from '@lianyi/schema/wire/exchange';
import type { Database } from '../store/database.ts';
import { namesOf } from './named.ts';
import type { NamedView, QuarantineRow } from './views.ts';

interface Row {
  readonly bundleId: string;
  readonly orgId: string | null;
  readonly deviceId: string | null;
  readonly personId: string | null;
  readonly action: string;
  readonly reason: OutcomeReason;
  readonly receipt: Receipt | null;
  readonly savedAt: string | null;
  readonly receivedAt: Date;
  readonly body: string | null;
}

/** Bundles in quarantine, the newest first; at most 500. */
export async function quarantineRows(db: Database): Promise<readonly QuarantineRow[]> {
  const { rows } = await sql<Row>`
    select b.claimed_id as bundle_id, coalesce(b.org_id, d.org_id) as org_id, b.device_id, b.person_id, b.action, b.reason, b.receipt, b.saved_at, b.received_at, b.body
    from bundle b left join device d on d.id = b.device_id
    where b.outcome = 'quarantined' and b.corrected_by is null order by b.received_at desc limit 500`.execute(db);
  const names = await namesOf(db, rows.flatMap((row) => [row.orgId, row.deviceId, row.personId].filter((id) => id !== null)));
  const named = (id: string | null): NamedView | null => (id === null ? null : { id, name: names[id] ?? '' });
  return rows.map((row) => ({
    bundleId: row.bundleId,
    organisation: named(row.orgId),
    device: named(row.deviceId),
    person: named(row.personId),
    action: row.action,
    reason: row.reason,
    detail: row.receipt?.detail ?? '',
    savedAt: row.savedAt,
    receivedAt: row.receivedAt.toISOString(),
    kinds: kindsIn(row.body),
  }));
}

/** The kinds that a body writes, as far as it can be read. */
function kindsIn(body: string | null): readonly string[] {
  const parsed: unknown = body === null ? null : JSON.parse(body);
  const writes: unknown = typeof parsed === 'object' && parsed !== null && 'writes' in parsed ? parsed.writes : [];
  if (!Array.isArray(writes)) return [];
  const kinds = writes.flatMap((write: unknown) => (typeof write === 'object' && write !== null && 'kind' in write && typeof write.kind === 'string' ? [write.kind.slice(0, 40)] : []));
  return [...new Set(kinds)];
}
