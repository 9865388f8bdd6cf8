import type { Completeness } from './views.ts';

/** What the line says of it: of a `LineView`. */
interface LineSays {
  readonly pulling: null | { readonly documents: number; readonly ofDocuments?: number };
  readonly isMoreAtCounty: boolean;
  readonly lastExchangeAt: string | null;
}

/**
 * How much of the county's records is here. Until a first sync is through, or the log is read to its end, whatever is not here may
 * yet come, however lately the county was talked to: the moment of the last exchange says nothing of a record then.
 */
export function completenessOf({ pulling, isMoreAtCounty, lastExchangeAt }: LineSays): Completeness {
  if (pulling !== null) return { state: 'coming', progress: pulling.ofDocuments === undefined ? null : { documents: pulling.documents, ofDocuments: pulling.ofDocuments } };
  if (isMoreAtCounty) return { state: 'coming', progress: null };
  return lastExchangeAt === null ? { state: 'never' } : { state: 'asOf', at: lastExchangeAt };
}
