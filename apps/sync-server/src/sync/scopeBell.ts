import type { ScopeId } from '@lianyi/schema/documents/kinds';

/** Rings when something was committed to a scope, for those who wait with nothing to say. */
export interface ScopeBell {
  /** Here, and through `onRing` at the county's other servers. */
  ring(scopes: Iterable<ScopeId>): void;
  /** Another server rang. */
  heard(scopes: Iterable<ScopeId>): void;
  /** Calls back at the next ring of one of the scopes, and at the end; returns how to stop. */
  listen(scopes: ReadonlySet<ScopeId>, callback: () => void): () => void;
  /** Every ring, once per commit; returns how to stop. */
  onRing(callback: (scopes: ReadonlySet<ScopeId>) => void): () => void;
  /** Wakes everybody: the server stops. */
  close(): void;
}

export function scopeBell(): ScopeBell {
  const waiting = new Set<{ readonly scopes: ReadonlySet<ScopeId>; readonly callback: () => void }>();
  const audience = new Set<(scopes: ReadonlySet<ScopeId>) => void>();
  const heard = (scopes: Iterable<ScopeId>): void => {
    const rung = [...scopes];
    for (const waiter of waiting) if (rung.some((scope) => waiter.scopes.has(scope))) waiter.callback();
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
    close: () => {
      for (const waiter of waiting) waiter.callback();
    },
  };
}
