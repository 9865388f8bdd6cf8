/** `npm test -- --whole`: everything that each run takes a share of, which is far over a quarter of an hour. */
export const isWhole = process.env['LIANYI_WHOLE'] === '1';

/** How often a test does what it repeats: `share` in each run, another share each day by its seed, and `whole` where all is asked for. */
export const howMuch = (share: number, whole: number): number => (isWhole ? whole : share);

/** Which of a row of cases a run takes: all, or every `step`-th, so that `step` days in a row take all. */
export const aStep = (step: number, seed: number): { readonly first: number; readonly step: number } =>
  isWhole ? { first: 1, step: 1 } : { first: 1 + (seed % step), step };
