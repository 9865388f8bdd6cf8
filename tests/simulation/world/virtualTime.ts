/**
 * A clock that nobody waits for: the next thing that is due happens at once, and what follows from it is done first
 * (`settled`: every promise that can go on has gone on).
 */
export interface VirtualTime {
  elapsedMs(): number;
  /** Calls once after `ms`; returns how to forget it. */
  after(ms: number, call: () => void): () => void;
  /** Lets everything happen that is due until `untilMs`. */
  run(untilMs: number): Promise<void>;
}

interface Due {
  readonly at: number;
  readonly order: number;
  call: (() => void) | null;
}

export function virtualTime(settled: () => Promise<void>): VirtualTime {
  let now = 0;
  let order = 0;
  const heap: Due[] = [];
  const isBefore = (a: Due, b: Due): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);
  const swap = (a: number, b: number): void => { [heap[a], heap[b]] = [heap[b] as Due, heap[a] as Due]; };
  const push = (due: Due): void => {
    heap.push(due);
    for (let at = heap.length - 1; at > 0;) {
      const above = (at - 1) >> 1;
      if (!isBefore(heap[at] as Due, heap[above] as Due)) return;
      swap(at, above);
      at = above;
    }
  };
  const pop = (): Due | undefined => {
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
    heap[0] = last;
    for (let at = 0; ;) {
      const [left, right] = [at * 2 + 1, at * 2 + 2];
      let least = at;
      if (left < heap.length && isBefore(heap[left] as Due, heap[least] as Due)) least = left;
      if (right < heap.length && isBefore(heap[right] as Due, heap[least] as Due)) least = right;
      if (least === at) return first;
      swap(at, least);
      at = least;
    }
  };
  return {
    elapsedMs: () => now,
    after: (ms, call) => {
      order += 1;
      const due: Due = { at: now + Math.max(0, ms), order, call };
      push(due);
      return () => { due.call = null; };
    },
    run: async (untilMs) => {
      await settled();
      for (;;) {
        const next = heap[0];
        if (next === undefined || next.at > untilMs) {
          now = Math.max(now, untilMs);
          return;
        }
        pop();
        if (next.call === null) continue;
        now = next.at;
        next.call();
        await settled();
      }
    },
  };
}
