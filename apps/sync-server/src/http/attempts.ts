/** Counts failures by name (an address, a login) in windows of time, so that guessing is slow. */
export interface Attempts {
  areSpent(name: string): boolean;
  count(name: string): void;
}

export function attempts({ most, perMs }: { readonly most: number; readonly perMs: number }): Attempts {
  let windowFrom = 0;
  const failures = new Map<string, number>();
  const turn = (): void => {
    if (Date.now() - windowFrom < perMs) return;
    windowFrom = Date.now();
    failures.clear();
  };
  return {
    areSpent: (name) => { turn(); return (failures.get(name) ?? 0) >= most; },
    count: (name) => { turn(); failures.set(name, (failures.get(name) ?? 0) + 1); },
  };
}
