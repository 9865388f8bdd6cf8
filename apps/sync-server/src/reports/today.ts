import { sql } from 'kysely';
import { localClockTime, localDay } from '@lianyi/schema/basics/dates';
import type { Database } from '../store/database.ts';
import type { Reach } from '../store/reach.ts';
import { within } from '../store/reach.ts';
import { deviceRows } from './devices.ts';
import { organisationRows } from './organisations.ts';
import { quarantineRows } from './quarantine.ts';
import { patientBriefs } from './named.ts';
import { ofPatients, patientIdsIn, reviewsOfNobody } from './reviews.ts';
import { isSeenVisit } from './seenVisits.ts';
import { todoRows } from './todo.ts';
import type { OrganisationRow, ReviewRow, TodayView, TownshipRow } from './views.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** The county's day, from what has arrived. Counts and work are the whole county's; whose records the work is about is told within the reach. */
export async function todayOf(db: Database, reach: Reach, now: Date): Promise<TodayView> {
  const organisations = await organisationRows(db, now);
  const all = await deviceRows(db);
  const devices = all.filter((device) => device.status === 'active');
  const open = await reviewsOfNobody(db, 'open');
  const reviews = ofPatients(open, await within(db, reach, async (read) => patientBriefs(read, patientIdsIn(open))));
  const quarantined = await quarantineRows(db);
  const isSilent = (heardAt: string | null): boolean => heardAt === null || now.getTime() - Date.parse(heardAt) > dayMs;
  const withDevice = organisations.filter((row) => row.devices > 0);
  return {
    countyName: organisations.find((row) => row.type === 'county')?.name ?? '',
    day: localDay(now),
    at: now.toISOString(),
    visits: { today: organisations.reduce((sum, row) => sum + row.visitsToday, 0), sameTimeLastWeek: await visitsUntil(db, new Date(now.getTime() - 7 * dayMs)) },
    reviews: { open: await openReviewCount(db), byReason: countReasons(reviews) },
    quarantined: { bundles: quarantined.length, devices: new Set(quarantined.map((row) => row.device?.id)).size },
    silent: { devices: devices.filter((device) => isSilent(device.lastHeardAt)).length, organisations: withDevice.filter((row) => isSilent(row.lastHeardAt)).length },
    waitingBundles: organisations.reduce((sum, row) => sum + row.waiting, 0),
    townships: townshipRows(organisations, isSilent),
    todo: todoRows({ reviews, quarantined, devices, stolen: all.filter((device) => device.status === 'stolen'), isRecent: (heardAt) => now.getTime() - Date.parse(heardAt) < 7 * dayMs, isSilent, isLasting: (since) => now.getTime() - Date.parse(since) > hourMs }),
    heard: heardGroups(withDevice, now),
  };
}

/** Visits of a day up to its time of day, by the clocks of the clinics. */
async function visitsUntil(db: Database, until: Date): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from document d
    where d.kind = 'encounter' and d.body ->> 'startedAt' like ${`${localDay(until)}%`} and d.body ->> 'startedAt' <= ${localClockTime(until)}
      and ${isSeenVisit}`.execute(db);
  return rows[0]?.count ?? 0;
}

async function openReviewCount(db: Database): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from document where kind = 'review' and body -> 'resolution' = 'null'`.execute(db);
  return rows[0]?.count ?? 0;
}

function countReasons(rows: readonly ReviewRow[]): TodayView['reviews']['byReason'] {
  const counts = new Map<ReviewRow['review']['reason'], number>();
  for (const { review } of rows) counts.set(review.reason, (counts.get(review.reason) ?? 0) + 1);
  return [...counts].map(([reason, count]) => ({ reason, count })).toSorted((a, b) => b.count - a.count);
}

function townshipRows(organisations: readonly OrganisationRow[], isSilent: (heardAt: string | null) => boolean): readonly TownshipRow[] {
  return organisations.filter((row) => row.type === 'township').map((township) => {
    const all = organisations.filter((row) => row.id === township.id || row.parentId === township.id);
    const withDevice = all.filter((row) => row.devices > 0);
    return {
      id: township.id,
      name: township.name,
      shortName: township.shortName,
      heard: withDevice.filter((row) => !isSilent(row.lastHeardAt)).length,
      total: withDevice.length,
      visitsToday: all.reduce((sum, row) => sum + row.visitsToday, 0),
    };
  });
}

function heardGroups(organisations: readonly OrganisationRow[], now: Date): TodayView['heard'] {
  const heardWithin = (row: OrganisationRow): TodayView['heard'][number]['within'] => {
    if (row.lastHeardAt === null) return 'never';
    const ageMs = now.getTime() - Date.parse(row.lastHeardAt);
    if (ageMs <= hourMs) return 'hour';
    if (ageMs <= dayMs) return 'day';
    return ageMs <= 3 * dayMs ? 'threeDays' : 'longer';
  };
  return (['hour', 'day', 'threeDays', 'longer', 'never'] as const).map((name) => ({
    within: name,
    organisations: organisations.filter((row) => heardWithin(row) === name)
      .map((row) => ({ id: row.id, name: row.shortName, lastHeardAt: row.lastHeardAt }))
      .toSorted((a, b) => (a.lastHeardAt ?? '').localeCompare(b.lastHeardAt ?? '')),
  }));
}
