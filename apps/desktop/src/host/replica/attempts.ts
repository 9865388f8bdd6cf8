/** Wrong PINs of one slot, and how long it is still closed. */
export interface Attempts {
  readonly wrong: number;
  /** Closed for so long after `atUptime`. */
  readonly closedSeconds: number;
  readonly atUptime: number;
}

export const noAttempts: Attempts = { wrong: 0, closedSeconds: 0, atUptime: 0 };
export const maxWrong = 5;
const lockoutSeconds = 600;
/** The wait after the first wrong PIN, the second ... */
const waitsSeconds = [1, 2, 5, 15] as const;

/**
 * Seconds that the slot stays closed. Time is counted by the machine's uptime and never by its clock, which anybody
 * can set: after a restart only the uptime since counts, so that neither a clock nor a restart opens it early.
 */
export function closedFor(attempts: Attempts, uptimeSeconds: number): number {
  const elapsed = uptimeSeconds >= attempts.atUptime ? uptimeSeconds - attempts.atUptime : uptimeSeconds;
  return Math.max(0, Math.ceil(attempts.closedSeconds - elapsed));
}

/** One more attempt, counted as wrong until it has shown to be right. */
export function countAttempt(attempts: Attempts, uptimeSeconds: number): Attempts {
  const wrong = (attempts.wrong >= maxWrong ? 0 : attempts.wrong) + 1;
  return { wrong, closedSeconds: wrong >= maxWrong ? lockoutSeconds : (waitsSeconds[wrong - 1] ?? lockoutSeconds), atUptime: uptimeSeconds };
}

export const isLockedOut = (attempts: Attempts, uptimeSeconds: number): boolean =>
  attempts.wrong >= maxWrong && closedFor(attempts, uptimeSeconds) > 0;

/** The same lock, counted from the start of a machine that was restarted since: uptime grows past the old mark again. */
export const afterRestart = (attempts: Attempts, uptimeSeconds: number): Attempts =>
  uptimeSeconds < attempts.atUptime ? { ...attempts, closedSeconds: closedFor(attempts, uptimeSeconds), atUptime: uptimeSeconds } : attempts;

/**
 * Of what the file says and what this run has seen the one that is closed longer, else the one with more wrong PINs: who puts
 * an older file back wins nothing. A file that counts more is believed too.
 */
export function stricter(stored: Attempts, seen: Attempts | undefined, uptimeSeconds: number): Attempts {
  if (seen === undefined) return stored;
  const [ofFile, ofRun] = [closedFor(stored, uptimeSeconds), closedFor(seen, uptimeSeconds)];
  if (ofFile !== ofRun) return ofFile > ofRun ? stored : seen;
  return stored.wrong > seen.wrong ? stored : seen;
}
