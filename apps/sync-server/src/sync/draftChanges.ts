import type { AnyDocument, ScopeId } from '@lianyi/schema/documents/kinds';
import type { Lot } from '@lianyi/schema/documents/stock';
import type { UnitName } from '@lianyi/schema/documents/units';
import type { HeldDocument } from '../store/documents.ts';
import type { Origin } from '../store/origins.ts';
import type { Balance, LotKey } from '../store/stock.ts';

/** A document that a bundle puts into the log of some scopes. */
export interface Put {
  readonly document: AnyDocument;
  readonly revision: number;
  readonly scopes: readonly ScopeId[];
}

/** A document that a bundle takes out of a scope. */
export interface Evict {
  readonly document: AnyDocument;
  readonly scope: ScopeId;
}

/** What a bundle does to the log. */
export interface LogChanges {
  readonly puts: readonly Put[];
  readonly evicts: readonly Evict[];
  /** Patients whose record left its home. */
  readonly movedIds: readonly string[];
}

/** What bundles change of the holdings. */
export interface Changes {
  readonly documents: Map<string, HeldDocument>;
  /** Documents whose present state goes to all their scopes. */
  readonly puts: Set<string>;
  /** Patients whose record leaves its home. */
  readonly moved: Set<string>;
  /** Patients whose record was linked with another, or parted from it. */
  readonly relinked: Set<string>;
  /** What a document's scopes are now, of documents that were made, or whose record was moved, linked or parted. */
  readonly scopes: Map<string, readonly ScopeId[]>;
  readonly origins: Map<string, Map<UnitName, Origin>>;
  readonly balances: Map<LotKey, Balance & { readonly lot: Lot }>;
  readonly dispensed: Map<string, Map<number, number>>;
}

export const noChanges = (): Changes =>
  ({ documents: new Map(), puts: new Set(), moved: new Set(), relinked: new Set(), scopes: new Map(), origins: new Map(), balances: new Map(), dispensed: new Map() });

export function setIn<K, L, V>(map: Map<K, Map<L, V>>, key: K, inner: L, value: V): void {
  const values = map.get(key) ?? new Map<L, V>();
  values.set(inner, value);
  map.set(key, values);
}
