/** Chance from a seed: the same seed gives the same numbers on every machine. */
export interface Random {
  /** In 0..1. */
  next(): number;
  /** In 0..below-1. */
  below(below: number): number;
  pick<T>(of: readonly [T, ...T[]]): T;
  pickOr<T>(of: readonly T[]): T | undefined;
  chance(probability: number): boolean;
  /** A stream of its own, so that what one part draws does not shift another's. */
  fork(name: number): Random;
}

/** sfc32 (Chris Doty-Humphrey's small fast counter), warmed up. */
export function random(seed: number): Random {
  let a = 0x9e3779b9;
  let b = seed | 0;
  let c = Math.imul(seed ^ 0x85ebca6b, 0xc2b2ae35);
  let d = 1;
  const int = (): number => {
    const t = (a + b + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + t;
    return t >>> 0;
  };
  for (let at = 0; at < 12; at += 1) int();
  const next = (): number => int() / 0x1_0000_0000;
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    next,
    below,
    pick: (of) => of[below(of.length)] ?? of[0],
    pickOr: (of) => of[below(of.length)],
    chance: (probability) => next() < probability,
    fork: (name) => random(Math.imul(seed + 1, 0x01000193) ^ Math.imul(name + 1, 0x9e3779b1)),
  };
}
