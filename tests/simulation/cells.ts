/** How often each fault struck in each state of the engine: schedules in which nothing is struck prove nothing. */
export class Cells {
  readonly #hits = new Map<string, number>();

  hit(fault: string, state: string): void {
    const cell = `${fault}@${state}`;
    this.#hits.set(cell, (this.#hits.get(cell) ?? 0) + 1);
  }

  total(): number {
    return [...this.#hits.values()].reduce((sum, hits) => sum + hits, 0);
  }

  counts(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.#hits].toSorted(([a], [b]) => a.localeCompare(b)));
  }

  /** Takes another's counts in. */
  add(counts: Readonly<Record<string, number>>): void {
    for (const [cell, hits] of Object.entries(counts)) this.#hits.set(cell, (this.#hits.get(cell) ?? 0) + hits);
  }

  /** The possible cells that were hit less often than this. */
  below(least: number, possible: readonly string[]): readonly string[] {
    return possible.filter((cell) => (this.#hits.get(cell) ?? 0) < least);
  }
}
