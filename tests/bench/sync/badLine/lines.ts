import type { LineKind } from './slowLine.ts';

export interface NamedLine extends LineKind {
  readonly name: string;
}

/** A stall of 3 s in every 10 s, a cut every 17 s. */
const faults = { stall: { everyMs: 10_000, forMs: 3_000 }, cut: { everyMs: 17_000, times: Number.POSITIVE_INFINITY } } as const;

const line = (kbitPerS: number, delayMs: number): NamedLine => ({ name: `${kbitPerS >= 1_000 ? `${kbitPerS / 1_000} Mbit/s` : `${kbitPerS} kbit/s`}, ${delayMs} ms`, kbitPerS, delayMs });
const withFaults = (good: NamedLine): NamedLine => ({ ...good, ...faults, name: `${good.name}, stalls and cuts` });

const [dialUp, edge, umts, dsl] = [line(16, 800), line(64, 400), line(128, 200), line(2_000, 50)];

/** Those over which a first sync of this many patients ends within some minutes. */
export const linesFor = { few: [dialUp, edge, umts, dsl].flatMap((each) => [each, withFaults(each)]), many: [umts, dsl, withFaults(dsl)] } as const;

/** What is not run: a hundred thousand patients are some 6 MB, which is a quarter of an hour at 64 kbit/s and an hour at 16. */
export const notRun = [dialUp, edge].flatMap((each) => [each, withFaults(each)]).concat(withFaults(umts)).map(({ name }) => name);

/** Of the budgets: a day's visits with ten cuts; a first sync at 128 kbit/s; the first patient at 2 Mbit/s; a first sync that is cut. */
export const dayLine: NamedLine = { ...dialUp, name: '16 kbit/s, 800 ms, 10 cuts', cut: { everyMs: 3_000, times: 10 } };
export const slowBudgetLine = umts;
export const quickBudgetLine = dsl;
export const cutLine: NamedLine = { ...dsl, name: '2 Mbit/s, 50 ms, 3 cuts', cut: { everyMs: 1_500, times: 3 } };
export const openLine: NamedLine = { name: 'as fast as it goes', kbitPerS: 1_000_000, delayMs: 0 };
