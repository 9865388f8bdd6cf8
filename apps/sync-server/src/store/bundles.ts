import { sql } from 'kysely';
import type { ChainLink, Lane, OutcomeName, OutcomeReason, Receipt } from '@lianyi/schema/wire/exchange';
import type { Database, Tx } from './database.ts';

/** A bundle that was submitted before, found by its place in the chain. */
export interface LinkRow {
  readonly id: string;
  readonly deviceId: string;
  readonly lane: Lane;
  readonly linkNumber: number;
  readonly linkHash: string;
  readonly receipt: Receipt | null;
}

export async function bundlesAtLinks(tx: Tx, deviceIds: readonly string[], links: readonly ChainLink[]): Promise<readonly LinkRow[]> {
  if (links.length === 0) return [];
  const { rows } = await sql<LinkRow>`
    select b.id, b.device_id, b.lane, b.link_number, b.link_hash, b.receipt
    from unnest(${links.map((link) => link.lane)}::text[], ${links.map((link) => link.number)}::int[]) as l (lane, number)
    join bundle b on b.device_id = any(${[...deviceIds]}::uuid[]) and b.lane = l.lane and b.link_number = l.number`.execute(tx);
  return rows;
}

export interface KnownBundle {
  /** Null for the county's own. */
  readonly deviceId: string | null;
  readonly linkHash: string | null;
  readonly bodyHash: string;
  readonly outcome: OutcomeName;
  readonly reason: OutcomeReason | null;
  readonly receipt: Receipt | null;
  /** The id of the correction that took its place. */
  readonly correctedBy: string | null;
}

/**
 * Bundles by the ids in their bodies, and the corrections that took their places. One may have come under several links: then the one that has its outcome, or the
 * first that waits. One with another body under a taken id is nobody's need.
 */
export async function bundlesById(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, KnownBundle>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<KnownBundle & { claimedId: string }>`
    with recursive wanted as (
      select unnest(${[...new Set(ids)]}::uuid[]) as id
      union
      select b.corrected_by from wanted w join bundle b on b.claimed_id = w.id where b.corrected_by is not null
    )
    select distinct on (claimed_id) claimed_id, device_id, link_hash, body_hash, outcome, reason, receipt, corrected_by from bundle
    where claimed_id in (select id from wanted) and reason is distinct from 'bodyChanged'
    order by claimed_id, outcome = 'waiting', received_at, id`.execute(tx);
  return new Map(rows.map(({ claimedId, ...row }) => [claimedId, row]));
}

/** A bundle that the county has without having taken it in. */
export interface WaitingRow {
  readonly id: string;
  readonly claimedId: string;
  readonly lane: Lane;
  readonly linkNumber: number;
  readonly previous: string | null;
  readonly linkHash: string;
  readonly bodyHash: string;
  readonly body: string;
  readonly signature: string;
  readonly reason: OutcomeReason;
  readonly saveNumber: number | null;
}

/** What the device submitted that waits for its predecessor or its needs. */
export async function waitingBundles(tx: Tx, deviceId: string): Promise<readonly WaitingRow[]> {
  const { rows } = await sql<WaitingRow>`
    select id, claimed_id, lane, link_number, previous, link_hash, body_hash, body, signature, reason, save_number
    from bundle where device_id = ${deviceId} and outcome = 'waiting' order by save_number nulls last, link_number`.execute(tx);
  return rows;
}

/**
 * Of what the device has in quarantine: the bundles with these ids in their bodies with those whose places they took,
 * and all uncorrected ones that are there only because of what they need; in the order of their save numbers. Call it
 * with the device's chain locked.
 */
export async function quarantinedBundles(tx: Tx, deviceId: string, claimedIds: readonly string[]): Promise<readonly WaitingRow[]> {
  const { rows } = await sql<WaitingRow>`
    with recursive chain as (
      select unnest(${[...claimedIds]}::uuid[]) as id
      union
      select b.claimed_id from chain c join bundle b on b.corrected_by = c.id and b.device_id = ${deviceId}
    )
    select id, claimed_id, lane, link_number, previous, link_hash, body_hash, body, signature, reason, save_number
    from bundle where device_id = ${deviceId} and outcome = 'quarantined' and reason <> 'bodyChanged'
      and ((reason = 'needsQuarantined' and corrected_by is null) or claimed_id in (select id from chain))
    order by save_number nulls last, link_number`.execute(tx);
  return rows;
}

/** A new bundle as it is written. */
export interface BundleRow {
  readonly id: string;
  readonly claimedId: string;
  readonly deviceId: string | null;
  readonly orgId: string | null;
  readonly personId: string | null;
  readonly savedAt: string | null;
  readonly action: string;
  readonly saveNumber: number | null;
  readonly link: ChainLink | null;
  readonly linkHash: string | null;
  readonly signature: string | null;
  readonly bodyHash: string;
  readonly body: string | null;
  readonly needs: readonly string[];
  readonly outcome: OutcomeName;
  readonly reason: OutcomeReason | null;
  readonly receipt: Receipt | null;
  readonly position: number | null;
}

export async function insertBundles(tx: Tx, rows: readonly BundleRow[]): Promise<void> {
  if (rows.length === 0) return;
  const list = (values: readonly string[]): string => `{${values.join(',')}}`;
  await sql`
    insert into bundle (id, claimed_id, device_id, org_id, person_id, saved_at, action, save_number, lane, link_number, link_hash, previous,
      signature, body_hash, body, needs, outcome, reason, receipt, position, settled_at)
    select id, claimed_id, device_id, org_id, person_id, saved_at, action, save_number, lane, link_number, link_hash, previous,
      signature, body_hash, body, needs::uuid[], outcome, reason, receipt::jsonb, position, case when outcome <> 'waiting' then now() end
    from unnest(${rows.map((row) => row.id)}::uuid[], ${rows.map((row) => row.claimedId)}::uuid[], ${rows.map((row) => row.deviceId)}::uuid[],
      ${rows.map((row) => row.orgId)}::uuid[], ${rows.map((row) => row.personId)}::uuid[], ${rows.map((row) => row.savedAt)}::text[],
      ${rows.map((row) => row.action)}::text[], ${rows.map((row) => row.saveNumber)}::int[], ${rows.map((row) => row.link?.lane ?? null)}::text[],
      ${rows.map((row) => row.link?.number ?? null)}::int[], ${rows.map((row) => row.linkHash)}::text[], ${rows.map((row) => row.link?.previous ?? null)}::text[],
      ${rows.map((row) => row.signature)}::text[], ${rows.map((row) => row.bodyHash)}::text[], ${rows.map((row) => row.body)}::text[],
      ${rows.map((row) => list(row.needs))}::text[], ${rows.map((row) => row.outcome)}::text[], ${rows.map((row) => row.reason)}::text[],
      ${rows.map((row) => (row.receipt ? JSON.stringify(row.receipt) : null))}::text[], ${rows.map((row) => row.position)}::bigint[])
      as n (id, claimed_id, device_id, org_id, person_id, saved_at, action, save_number, lane, link_number, link_hash, previous,
        signature, body_hash, body, needs, outcome, reason, receipt, position)`.execute(tx);
}

/** The new answer about a bundle that waited, or was in quarantine; the device is told with its next exchange. */
export interface SettlementRow {
  readonly id: string;
  readonly outcome: OutcomeName;
  readonly reason: OutcomeReason | null;
  readonly receipt: Receipt;
  readonly position: number | null;
}

export async function settleBundles(tx: Tx, rows: readonly SettlementRow[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    update bundle b set outcome = n.outcome, reason = n.reason, receipt = n.receipt::jsonb, receipt_due = n.outcome <> 'waiting', position = n.position,
      settled_at = case when n.outcome <> 'waiting' then now() end
    from unnest(${rows.map((row) => row.id)}::uuid[], ${rows.map((row) => row.outcome)}::text[], ${rows.map((row) => row.reason)}::text[],
      ${rows.map((row) => JSON.stringify(row.receipt))}::text[], ${rows.map((row) => row.position)}::bigint[]) as n (id, outcome, reason, receipt, position)
    where b.id = n.id and b.outcome in ('waiting', 'quarantined')`.execute(tx);
}

/** A bundle in quarantine and the correction in its place, both by the ids in their bodies. */
export interface CorrectionRow {
  readonly corrects: string;
  readonly by: string;
}

export async function recordCorrections(tx: Tx, deviceId: string, rows: readonly CorrectionRow[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    update bundle b set corrected_by = n.by
    from unnest(${rows.map((row) => row.corrects)}::uuid[], ${rows.map((row) => row.by)}::uuid[]) as n (corrects, by)
    where b.claimed_id = n.corrects and b.device_id = ${deviceId} and b.outcome = 'quarantined' and b.reason is distinct from 'bodyChanged' and b.corrected_by is null`.execute(tx);
}

/** Somebody of the county had a bundle judged again. `bundleId` is the row's own id. */
export interface ReleaseRow {
  readonly id: string;
  readonly bundleId: string;
  readonly releasedBy: string;
  readonly reason: string;
  readonly outcome: OutcomeName;
  readonly releasedAt: string;
}

export async function recordRelease(tx: Tx, row: ReleaseRow): Promise<void> {
  await tx.insertInto('release').values(row).execute();
}

/**
 * Receipts that replaced an earlier answer and of which the device has not heard. That the request carries the nonce of an
 * earlier answer shows that this answer arrived, with the receipts in it.
 */
export async function dueReceipts(db: Database, deviceId: string, nonceOfRequest: string): Promise<readonly Receipt[]> {
  const { rows } = await sql<{ id: string; receipt: Receipt; toldWith: string | null }>`
    select id, receipt, told_with from bundle where device_id = ${deviceId} and receipt_due order by save_number`.execute(db);
  const arrived = rows.filter((row) => row.toldWith === nonceOfRequest).map((row) => row.id);
  if (arrived.length > 0) await sql`update bundle set receipt_due = false where id = any(${arrived}::uuid[])`.execute(db);
  return rows.filter((row) => row.toldWith !== nonceOfRequest).map((row) => row.receipt);
}

/** The answer with this nonce tells these receipts. */
export async function recordTold(db: Database, deviceId: string, linkHashes: readonly string[], nonceOfAnswer: string): Promise<void> {
  if (linkHashes.length === 0) return;
  await sql`
    update bundle set told_with = ${nonceOfAnswer}
    where device_id = ${deviceId} and receipt_due and link_hash = any(${[...linkHashes]}::text[])`.execute(db);
}
