/** How often each fault struck in each state of the engine: schedules in which nothing is struck prove nothing. */
export class Cells {
  readonly #hits: Map<string, number>;

  constructor(counts: Readonly<Record<string, number>> = {}) {
    this.#hits = new Map(Object.entries(counts));
  }

  hit(fault: string, state: string): void {
    const cell = `${fault}@${state}`;
    this.#hits.set(cell, (this.#hits.get(cell) ?? 0) + 1);
  }

  counts(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.#hits].toSorted(([a], [b]) => a.localeCompare(b)));
  }

  /** The possible cells that were hit less often than this. */
  below(least: number, possible: readonly string[]): readonly string[] {
    return possible.filter((cell) => (this.#hits.get(cell) ?? 0) < least);
  }
}
