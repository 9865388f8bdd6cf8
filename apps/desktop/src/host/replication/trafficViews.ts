/** `exchange`: bundles up, receipts and the log down. `firstSync`: snapshots. `comparison`: checksums, repair, and what follows a restore. `attachments`: the bytes of pictures and papers. */
export type TrafficKind = 'exchange' | 'firstSync' | 'comparison' | 'attachments';

/** What the line carried in one day, bytes up and down, headers included. */
export interface DayTraffic {
  /** YYYY-MM-DD. */
  readonly day: string;
  readonly kinds: Readonly<Partial<Record<TrafficKind, readonly [up: number, down: number]>>>;
}
