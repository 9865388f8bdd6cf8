import { localClockTime } from '@lianyi/schema/basics/dates';
import type { LeaseGrant } from '@lianyi/schema/wire/lease';
import { leaseToSign, usualLeaseDays } from '@lianyi/schema/wire/lease';
import type { Core } from './core.ts';
import type { Tables } from './tables.ts';

/** How long this PC may still be opened without having heard from the county. */
export interface Lease {
  /** What the county gave. */
  readonly days: number;
  /** Of them; 0 when it is over. A part of a day counts as one. */
  readonly daysLeft: number;
  /** By this PC's clock. */
  readonly endsAt: string;
  readonly isOver: boolean;
}

/** As it lies in the replica, behind its key. Times are ms since 1970. */
interface KeptLease {
  /** The county's time of the grant: an older grant, or the same again, counts for nothing. */
  readonly at: number;
  readonly days: number;
  /** What the days are counted from: the grant's time, or this clock's when it came if that was ahead. */
  readonly from: number;
  /** The highest time seen since: it never goes back. */
  readonly seen: number;
  /** Time since then for which the machine is known to have run, whatever its clock says. */
  readonly ranMs: number;
  /** The machine's uptime up to which `ranMs` counts, s. */
  readonly uptime: number;
  /** The last save before the grant: what a clock said before it does not count. */
  readonly afterSave: number;
}

const dayMs = 86_400_000;
/** A lease is renewed once it is so old, not with each exchange. */
const renewAfterMs = 6 * 3_600_000;

/** Takes a grant of the county, from an exchange, a stick or a code. @returns false if it is not the county's, not for this PC, or not newer than the last */
export function takeLease(core: Core, grant: LeaseGrant): boolean {
  const at = Date.parse(grant.at);
  const isForHere = grant.deviceId === core.identity.deviceId && core.isSignedByCounty(leaseToSign(grant), grant.signature);
  if (!isForHere || at <= (keptLease(core.tables)?.at ?? 0)) return false;
  keep(core.tables, beginning(core, at, grant.days));
  return true;
}

/** Where the lease stands now. What is seen of the time since is kept, which costs a sync to the disk. A replica that has none yet begins one. */
export function lookAtLease(core: Core): Lease {
  const seen = seenNow(core);
  keep(core.tables, seen);
  return standing(core, seen);
}

/** The same, with nothing kept: for showing it. */
export const leaseNow = (core: Core): Lease => standing(core, seenNow(core));

function seenNow(core: Core): KeptLease {
  const { tables } = core;
  const kept = keptLease(tables) ?? beginning(core, 0, usualLeaseDays);
  const uptime = core.uptimeSeconds();
  const seen = Math.max(kept.seen, core.now().getTime(), lastSavedMs(tables, kept.afterSave), lastReceiptMs(tables));
  // After a restart the machine has run for as long as it is up.
  const ranMs = kept.ranMs + (uptime >= kept.uptime ? uptime - kept.uptime : uptime) * 1000;
  return { ...kept, seen, ranMs, uptime };
}

function standing(core: Core, { days, seen, from, ranMs }: KeptLease): Lease {
  const leftMs = days * dayMs - Math.max(seen - from, ranMs);
  return { days, daysLeft: Math.max(0, Math.ceil(leftMs / dayMs)), endsAt: localClockTime(new Date(core.now().getTime() + leftMs)), isOver: leftMs <= 0 };
}

/** Whether the county is to be asked for a new one. */
export function wantsLease({ tables, now }: Core): boolean {
  const kept = keptLease(tables);
  return kept === undefined || kept.at === 0 || Math.max(now().getTime(), kept.seen) - kept.from > Math.min(renewAfterMs, (kept.days * dayMs) / 4);
}

function beginning(core: Core, at: number, days: number): KeptLease {
  const from = Math.max(at, core.now().getTime());
  const afterSave = core.tables.get<{ last: number }>('SELECT coalesce(max(save_number), 0) AS last FROM bundle')?.last ?? 0;
  return { at, days, from, seen: from, ranMs: 0, uptime: core.uptimeSeconds(), afterSave };
}

const keptLease = (tables: Tables): KeptLease | undefined => tables.meta<KeptLease>('lease');
const keep = (tables: Tables, lease: KeptLease): void => tables.setMeta('lease', lease);

/** What this PC's clock said at its latest saves. */
const lastSavedMs = (tables: Tables, afterSave: number): number =>
  1000 * (tables.get<{ at: number | null }>('SELECT max(unixepoch(saved_at)) AS at FROM (SELECT saved_at FROM bundle WHERE save_number > ? ORDER BY save_number DESC LIMIT 200)', afterSave)?.at ?? 0);

/** What the county's clock said in its latest receipts. */
const lastReceiptMs = (tables: Tables): number =>
  1000 * (tables.get<{ at: number | null }>("SELECT max(unixepoch(receipt ->> '$.countyTime')) AS at FROM (SELECT receipt FROM bundle WHERE receipt IS NOT NULL ORDER BY save_number DESC LIMIT 200)")?.at ?? 0);
