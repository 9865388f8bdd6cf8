import type { ExchangeResponse } from './exchange.ts';
import { wireVersion } from './exchange.ts';

/** What stands between a version of the exchange's page and the next. Pure; what it throws on is no page of that version. */
export interface WireStep {
  /** A request of the older version as the newer writes it. */
  readonly request: (older: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;
  /** An answer of the newer version as the older reads it. */
  readonly answer: (newer: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;
}

/** The version that the county writes, and the steps to it: between version 1 and 2, between 2 and 3 ... */
export interface WireTable {
  readonly version: number;
  readonly steps: readonly WireStep[];
}

/** Whoever raises `wireVersion` adds the step from the version before: `schemaHashes.test.ts` asks for it. */
export const wireTable: WireTable = { version: wireVersion, steps: [] };

/** The county speaks its version and so many before it. */
const versionsBack = 2;

export type ReadRequest =
  | { readonly ok: true; readonly request: unknown; /** What the client speaks. */ readonly version: number }
  | { readonly ok: false; readonly reason: 'wireVersion' | 'badRequest' };

/** A request in the words of the table's version. Its member `wireVersion` is called so in every version. */
export function requestNow(asked: unknown, { version, steps }: WireTable): ReadRequest {
  if (typeof asked !== 'object' || asked === null || !('wireVersion' in asked) || !Number.isInteger(asked.wireVersion)) return { ok: false, reason: 'badRequest' };
  const spoken = Number(asked.wireVersion);
  if (spoken > version || spoken < Math.max(1, version - versionsBack)) return { ok: false, reason: 'wireVersion' };
  try {
    const request = steps.slice(spoken - 1).reduce<Readonly<Record<string, unknown>>>((older, step) => step.request(older), { ...asked });
    return { ok: true, request: { ...request, wireVersion }, version: spoken };
  } catch {
    return { ok: false, reason: 'badRequest' };
  }
}

/** An answer in the words of the client's version. */
export function answerThen(answer: ExchangeResponse, spoken: number, { steps }: WireTable): Readonly<Record<string, unknown>> {
  const then = steps.slice(spoken - 1).reduceRight<Readonly<Record<string, unknown>>>((newer, step) => step.answer(newer), answer);
  return { ...then, wireVersion: spoken };
}
