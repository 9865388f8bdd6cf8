/** Chance from a seed (mulberry32), so that a test that fails can be run again as it was. */
export interface Chance {
  /** In 0 inclusive to 1 exclusive. */
  next(): number;
  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number;
  of<Value>(values: readonly [Value, ...Value[]]): Value;
}

export function aRandom(seed: number): Chance {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    next,
    between: (least, most) => least + Math.floor(next() * (most - least + 1)),
    of: (values) => values[Math.floor(next() * values.length)] ?? values[0],
  };
}

/** The seed of this run: another each day unless LIANYI_SEED names one. Tests print it when they fail. */
export const seedOfRun = (): number => Number(process.env['LIANYI_SEED'] ?? Math.floor(Date.now() / 86_400_000));
