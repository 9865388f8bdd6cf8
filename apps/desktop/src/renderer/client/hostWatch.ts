/** What the watch asks and tells; time is given, so that tests need not wait. */
export interface HostWatchParts {
  /** Any question to the host; rejects when nobody answers. */
  readonly ask: (signal: AbortSignal) => Promise<unknown>;
  /** Whether a rejection means that nobody answered; a host that refuses is there. */
  readonly isUnreachable: (error: unknown) => boolean;
  readonly lost: () => void;
  readonly answered: () => void;
  /** Waits, or ends at once when it is no longer wanted. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** So often the host is asked while it answers, and while it does not. */
const everyMs = 4000;
const againMs = 1000;
/** A PC that is busy may take its time; beyond, the host hangs. */
const patienceMs = 8000;

/** Asks again and again until it is stopped: a host that ends or hangs is noticed within seconds, and so is its return. */
export async function watchHost({ ask, isUnreachable, lost, answered, wait }: HostWatchParts, stopped: AbortSignal): Promise<void> {
  while (!stopped.aborted) {
    const patience = new AbortController();
    const given = Promise.withResolvers<'silent'>();
    void wait(patienceMs, patience.signal).then(() => { given.resolve('silent'); });
    const heard = await Promise.race([
      ask(AbortSignal.any([stopped, patience.signal])).then(() => 'answered' as const, (error: unknown) => (isUnreachable(error) ? 'unreachable' as const : 'answered' as const)),
      given.promise,
    ]);
    patience.abort();
    if (stopped.aborted) return;
    if (heard === 'answered') answered();
    else lost();
    await wait(heard === 'answered' ? everyMs : againMs, stopped);
  }
}

/** Waits, or ends at once when it is no longer wanted. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) { resolve(); return; }
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => { clearTimeout(timer); resolve(); }, { once: true });
  });
}
