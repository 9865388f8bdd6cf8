/** Ends a sign-in at which nobody has been for a while, also where the page that should say so is gone: a closed tab locks nothing itself. */
export interface IdleLock {
  /** Somebody is at the screen, and wants it locked after so many minutes without them. */
  stillHere(lockAfterMinutes: number): void;
  stop(): void;
}

/** The page says that somebody is there once a minute at most: until then nobody can tell. */
const graceMs = 90_000;
const lookEveryMs = 15_000;
/** Before the page has said anything. */
const firstMinutes = 30;

/** @param elapsedMs a clock that nobody sets, which goes on while the PC sleeps */
export function startIdleLock(lock: () => void, elapsedMs: () => number): IdleLock {
  let lastAt = elapsedMs();
  let minutes = firstMinutes;
  const timer = setInterval(() => {
    if (elapsedMs() - lastAt > minutes * 60_000 + graceMs) lock();
  }, lookEveryMs);
  timer.unref();
  return {
    stillHere: (lockAfterMinutes) => {
      lastAt = elapsedMs();
      minutes = lockAfterMinutes;
    },
    stop: () => clearInterval(timer),
  };
}
