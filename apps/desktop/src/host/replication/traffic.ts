import { localDay } from '@lianyi/schema/basics/dates';
import { exchangePath } from '@lianyi/schema/wire/exchange';
import { chunkPathOf, snapshotsPath } from '@lianyi/schema/wire/snapshot';
import type { ReplicaForExchange } from '../replica/openReplica.ts';
import type { DayTraffic, TrafficKind } from './trafficViews.ts';

const aside = 'traffic';
const keptDays = 31;
/** An idle exchange must not cost a sync to disk each time. */
const writtenEveryMs = 10 * 60_000;

type Amounts = Readonly<Partial<Record<TrafficKind, readonly [up: number, down: number]>>>;
type Days = Readonly<Record<string, Amounts>>;

/** What this PC has sent and received, by day. */
export interface Traffic {
  readonly count: (path: string, up: number, down: number) => void;
  /** The newest first. */
  days(): readonly DayTraffic[];
  /** Writes down what has not been. */
  keep(): void;
}

/** Bytes by day and kind, kept on this PC for a month: who pays by the megabyte sees where they went. */
export function countTraffic(replica: ReplicaForExchange, now: () => Date): Traffic {
  let days = daysIn(replica);
  let keptAt = now().getTime();
  let isNew = false;
  const keep = (): void => {
    if (!isNew) return;
    replica.keepAside(aside, days);
    keptAt = now().getTime();
    isNew = false;
  };
  return {
    keep,
    days: () => Object.entries(days).toSorted(([a], [b]) => b.localeCompare(a)).map(([day, kinds]) => ({ day, kinds })),
    count: (path, up, down) => {
      const day = localDay(now());
      const kind = kindOf(path);
      const [sent, received] = days[day]?.[kind] ?? [0, 0];
      const newest = Object.entries({ ...days, [day]: { ...days[day], [kind]: [sent + up, received + down] as const } }).toSorted(([a], [b]) => b.localeCompare(a));
      days = Object.fromEntries(newest.slice(0, keptDays));
      isNew = true;
      // A clock that was set back counts as much as one that has gone on.
      if (Math.abs(now().getTime() - keptAt) >= writtenEveryMs) keep();
    },
  };
}

const kindOf = (path: string): TrafficKind =>
  path === exchangePath ? 'exchange' : path === snapshotsPath || path.startsWith(chunkPathOf('')) ? 'firstSync' : 'comparison';

function daysIn(replica: ReplicaForExchange): Days {
  const row = replica.get<{ value: string }>('SELECT value FROM meta WHERE name = ?', `aside:${aside}`);
  return row === undefined ? {} : (JSON.parse(row.value) as Days);
}
