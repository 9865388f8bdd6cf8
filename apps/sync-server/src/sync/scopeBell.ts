import type { ScopeId } from '@lianyi/schema/documents/kinds';

/** Rings when something was committed to a scope, for those who wait with nothing to say. */
export interface ScopeBell {
  /** Here, and through `onRing` at the county's other servers. */
  ring(scopes: Iterable<ScopeId>): void;
  /** Another process of the county rang; null: for any scope. */
  heard(scopes: Iterable<ScopeId> | null): void;
  /** Calls back at the next ring of one of the scopes, and at the end; returns how to stop. */
  listen(scopes: ReadonlySet<ScopeId>, callback: () => void): () => void;
  /** Every ring, once per commit; returns how to stop. */
  onRing(callback: (scopes: ReadonlySet<ScopeId>) => void): () => void;
  /** Wakes everybody, for good: the server stops. */
  close(): void;
  isClosed(): boolean;
}

export function scopeBell(): ScopeBell {
  const waiting = new Set<{ readonly scopes: ReadonlySet<ScopeId>; readonly callback: () => void }>();
  let isClosed = false;
  const audience = new Set<(scopes: ReadonlySet<ScopeId>) => void>();
  const heard = (scopes: Iterable<ScopeId> | null): void => {
    const rung = scopes === null ? null : [...scopes];
    for (const waiter of waiting) if (rung === null || rung.some((scope) => waiter.scopes.has(scope))) waiter.callback();
  };
  return {
    heard,
    ring: (scopes) => {
      const rung = new Set(scopes);
      if (rung.size === 0) return;
      heard(rung);
      for (const callback of audience) callback(rung);
    },
    listen: (scopes, callback) => {
      const waiter = { scopes, callback };
      waiting.add(waiter);
      return () => waiting.delete(waiter);
    },
    onRing: (callback) => {
      audience.add(callback);
      return () => audience.delete(callback);
    },
    isClosed: () => isClosed,
    close: () => {
      isClosed = true;
      for (const waiter of waiting) waiter.callback();
    },
  };
}
