import type { ExchangeResponse } from '@lianyi/schema/wire/exchange';
import type { Tables } from './tables.ts';

/** By the line answers come in their order; a stick may be read again after what is later. */
export type Road = 'line' | 'stick';

/** What the county said of scopes, and when, by its own clock. Left out only where a test's county has none. */
export type WordOfScopes = Pick<ExchangeResponse, 'epoch' | 'scopes'> & Partial<Pick<ExchangeResponse, 'countyTime'>>;

interface LastWord {
  readonly epoch: string;
  readonly at: string;
}

const lastWord = (tables: Tables): LastWord | undefined => tables.meta<LastWord>('scopesTaken');

/**
 * Whether nothing later of this history has been taken. The county's own clock orders its own answers here, and nothing of their
 * content hangs on it; where it was set back, the next answer by the line counts, whatever it says.
 */
export function isLatestWord(tables: Tables, { epoch, countyTime }: WordOfScopes, road: Road): boolean {
  const last = lastWord(tables);
  return road === 'line' || countyTime === undefined || last?.epoch !== epoch || Date.parse(countyTime) >= Date.parse(last.at);
}

/** The scopes that are followed once this answer has been taken. */
export function scopesAfter(tables: Tables, answer: WordOfScopes, road: Road): readonly string[] {
  // A retired PC is told of no scopes: it pulls nothing, and what it has is not taken from under its user.
  return answer.scopes.length > 0 && isLatestWord(tables, answer, road) ? answer.scopes : (tables.meta<string[]>('scopes') ?? []);
}

/** An idle line says the same again and again: that is written once in so long. */
const writeAgainMs = 3_600_000;

/** @param isWritten the answer costs a sync to disk anyway */
export function rememberWord(tables: Tables, { epoch, countyTime }: WordOfScopes, isWritten: boolean): void {
  if (countyTime === undefined) return;
  const last = lastWord(tables);
  if (!isWritten && last?.epoch === epoch && Math.abs(Date.parse(countyTime) - Date.parse(last.at)) < writeAgainMs) return;
  tables.setMeta('scopesTaken', { epoch, at: countyTime } satisfies LastWord);
}
