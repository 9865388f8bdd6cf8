import { localClockTime } from '@lianyi/schema/basics/dates';
import type { OwnCondition } from '@lianyi/schema/wire/exchange';

/** What this PC says of itself to county IT, and when: an idle request is to stay small, so only what has changed is said. */
export interface ConditionTeller {
  /** What the next request says; undefined while the county knows it. @param outboxOldestAt null where nothing stays in the outbox */
  due(outboxOldestAt: string | null): OwnCondition | undefined;
  /** The county has answered the request that said this, at this time by its clock. */
  told(condition: OwnCondition | undefined, countyTime: string): void;
  /** A county of before does not understand it. */
  notUnderstood(): void;
}

interface ConditionParts {
  readonly now: () => Date;
  /** Null where it cannot be told. */
  readonly diskFreeBytes: () => number | null;
  /** What went wrong with the exchange before, as a code; null for a line that was lost, which the county sees for itself. */
  readonly trouble: () => string | null;
}

const hourMs = 3_600_000;
/** A clock that runs away is told again when it has gone so much further. */
const clockStepMs = 60_000;

export function conditionTeller({ now, diskFreeBytes, trouble }: ConditionParts): ConditionTeller {
  let last: OwnCondition | null = null;
  /** By how much this clock was ahead when it was told, and when the county last answered. */
  let [toldAheadMs, aheadMs] = [0, 0];
  let isUnderstood = true;

  const isNews = (next: OwnCondition): boolean =>
    last === null || last.trouble !== next.trouble || hasMoved(last.diskFreeMb, next.diskFreeMb) || isOtherTime(last.outboxOldestAt, next.outboxOldestAt) || Math.abs(aheadMs - toldAheadMs) > clockStepMs;

  return {
    due: (outboxOldestAt) => {
      if (!isUnderstood) return undefined;
      const bytes = diskFreeBytes();
      const next = { at: localClockTime(now()), diskFreeMb: bytes === null ? null : Math.floor(bytes / 1e6), outboxOldestAt, trouble: trouble() };
      return isNews(next) ? next : undefined;
    },
    told: (condition, countyTime) => {
      aheadMs = now().getTime() - Date.parse(countyTime);
      if (condition === undefined) return;
      last = condition;
      toldAheadMs = aheadMs;
    },
    notUnderstood: () => { isUnderstood = false; },
  };
}

/** By a fifth and at least 100 MB: a disk in use never stands still. */
const hasMoved = (told: number | null, now: number | null): boolean =>
  told === null || now === null ? told !== now : Math.abs(now - told) > Math.max(100, told / 5);

const isOtherTime = (told: string | null, now: string | null): boolean =>
  told === null || now === null ? told !== now : Math.abs(Date.parse(now) - Date.parse(told)) > hourMs;
