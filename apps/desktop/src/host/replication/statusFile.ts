import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import * as z from 'zod';
import type { LineView } from './lineView.ts';

const statusFile = z.strictObject({
  savedAt: z.string().nullable(),
  waiting: z.strictObject({ count: z.int(), oldestAt: z.string().nullable() }),
  attachmentsWaiting: z.int().optional(),
  quarantined: z.int(),
  parked: z.int(),
  lastExchangeAt: z.string().nullable(),
  firstSyncDone: z.boolean(),
  /** By this PC's clock; for showing only, the lease itself lies in the replica. */
  leaseEndsAt: z.string().optional(),
});
export type Status = z.infer<typeof statusFile>;

/**
 * What the locked screen may know before anybody has opened the replica: counts and times, no patient data. Written
 * without a sync to disk, since it can be read from the replica again; one that cannot be read counts as none.
 */
export function readStatus(path: string): Status | null {
  if (!existsSync(path)) return null;
  try {
    return statusFile.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return null;
  }
}

export function writeStatus(path: string, status: Status): void {
  writeFileSync(`${path}.new`, JSON.stringify(status), { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

/** The line as a PC shows it that nobody has unlocked since it started. */
export function lockedLine(status: Status | null): LineView {
  return {
    saved: { ok: true, at: status?.savedAt ?? null },
    waiting: { count: status?.waiting.count ?? 0, oldestAt: status?.waiting.oldestAt ?? null, byAction: {} },
    attachmentsWaiting: status?.attachmentsWaiting ?? 0,
    quarantined: status?.quarantined ?? 0,
    lastExchangeAt: status?.lastExchangeAt ?? null,
    exchanging: null,
    pulling: null,
    isMoreAtCounty: false,
    problem: null,
    gap: null,
    parked: status?.parked ?? 0,
    version: 0,
  };
}
