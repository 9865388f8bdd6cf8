/** How long ago an institution was heard, as the page of today groups it. */
export type HeardLane = 'hour' | 'day' | 'threeDays' | 'longer';
export const heardLanes: readonly HeardLane[] = ['hour', 'day', 'threeDays', 'longer'];

const hourMs = 3_600_000;

/** An institution that was never heard has been silent for longer than any. A moment ahead of this clock counts as now. */
export function heardLane(lastHeardAt: string | null, now: Date): HeardLane {
  if (lastHeardAt === null) return 'longer';
  const hours = (now.getTime() - Date.parse(lastHeardAt)) / hourMs;
  if (hours < 1) return 'hour';
  if (hours < 24) return 'day';
  return hours < 72 ? 'threeDays' : 'longer';
}

/** Heard within 24 hours. */
export function isHeardToday(lastHeardAt: string | null, now: Date): boolean {
  const lane = heardLane(lastHeardAt, now);
  return lane === 'hour' || lane === 'day';
}
