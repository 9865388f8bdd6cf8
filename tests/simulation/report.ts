/** What some schedules came to. */
export interface Totals {
  readonly schedules: number;
  /** What a fault could strike: acts at a PC, messages, statements of the county's transactions, faults. Of these, saves that were answered, and messages. */
  readonly operations: number;
  readonly saves: number;
  readonly messages: number;
  readonly faults: number;
  readonly broken: Readonly<Record<string, number>>;
  /** Seeds. */
  readonly failed: readonly number[];
  readonly cpuSeconds: number;
  readonly cells: Readonly<Record<string, number>>;
}

export function sumOf(all: readonly Totals[]): Totals {
  const sum = (records: readonly Readonly<Record<string, number>>[]): Record<string, number> => {
    const total: Record<string, number> = {};
    for (const record of records) for (const [name, count] of Object.entries(record)) total[name] = (total[name] ?? 0) + count;
    return total;
  };
  const count = (of: (totals: Totals) => number): number => all.reduce((total, one) => total + of(one), 0);
  return {
    schedules: count((one) => one.schedules),
    operations: count((one) => one.operations),
    saves: count((one) => one.saves),
    messages: count((one) => one.messages),
    faults: count((one) => one.faults),
    cpuSeconds: count((one) => one.cpuSeconds),
    broken: sum(all.map((one) => one.broken)),
    failed: all.flatMap((one) => one.failed).toSorted((a, b) => a - b),
    cells: sum(all.map((one) => one.cells)),
  };
}

/** The last line: operations a second are those of one core. */
export const reportOf = (totals: Totals, possible: readonly string[]): Readonly<Record<string, unknown>> => ({
  schedules: totals.schedules,
  operations: totals.operations,
  saves: totals.saves,
  messages: totals.messages,
  faults: totals.faults,
  ...totals.broken,
  operationsPerSecond: Math.round(totals.operations / Math.max(totals.cpuSeconds, 0.001)),
  failedSeeds: totals.failed,
  cells: Object.fromEntries(possible.map((cell) => [cell, totals.cells[cell] ?? 0])),
});
