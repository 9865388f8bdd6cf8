import * as z from 'zod';
import { localDay } from '@lianyi/schema/basics/dates';
import { attachmentAskPath, uploadPathOf } from '@lianyi/schema/wire/attachments';
import { exchangePath } from '@lianyi/schema/wire/exchange';
import { chunkPathOf, snapshotsPath } from '@lianyi/schema/wire/snapshot';
import { asideIn } from '../replica/aside.ts';
import type { ReplicaForExchange } from '../replica/openReplica.ts';
import type { DayTraffic, TrafficKind } from './trafficViews.ts';

const aside = 'traffic';
const mostDays = 31;
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
    keptAt = now().getTime();
    try {
      replica.keepAside(aside, days);
      isNew = false;
    } catch {
      // A full disk is told by the line's state, and a socket may close after the clinic: a count is no reason to fail.
    }
  };
  return {
    keep,
    days: () => Object.entries(days).toSorted(([a], [b]) => b.localeCompare(a)).map(([day, kinds]) => ({ day, kinds })),
    count: (path, up, down) => {
      const day = localDay(now());
      const kind = kindOf(path);
      const [sent, received] = days[day]?.[kind] ?? [0, 0];
      const newest = Object.entries({ ...days, [day]: { ...days[day], [kind]: [sent + up, received + down] as const } }).toSorted(([a], [b]) => b.localeCompare(a));
      days = Object.fromEntries(newest.slice(0, mostDays));
      isNew = true;
      // A clock that was set back counts as much as one that has gone on.
      if (Math.abs(now().getTime() - keptAt) >= writtenEveryMs) keep();
    },
  };
}

const attachmentsPath = attachmentAskPath.slice(0, attachmentAskPath.lastIndexOf('/') + 1);
const kindOf = (path: string): TrafficKind =>
  path.startsWith(attachmentsPath) || path.startsWith(uploadPathOf('')) ? 'attachments' : path === exchangePath ? 'exchange' : path === snapshotsPath || path.startsWith(chunkPathOf('')) ? 'firstSync' : 'comparison';

const amounts = z.tuple([z.number(), z.number()]);
const keptDays = z.record(z.string(), z.partialRecord(z.enum(['exchange', 'firstSync', 'comparison', 'attachments']), amounts));

/** What cannot be read is counted anew. */
const daysIn = (replica: ReplicaForExchange): Days => keptDays.catch({}).parse(asideIn(replica, aside));
