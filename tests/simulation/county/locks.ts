/** Locks as PostgreSQL keeps them: held until the transaction ends, waited for in order, and a circle of waiters is broken. */
export interface Locks {
  /** Waits for the lock. @throws `Collision` 40P01 if waiting would close a circle */
  take(owner: object, name: string, mode?: LockMode): Promise<void> | undefined;
  /** Ends all of the owner's, and its waiting. */
  release(owner: object): void;
}
export type LockMode = 'shared' | 'exclusive';

/** An error of the store with PostgreSQL's SQLSTATE. */
export class Collision extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.name = 'Collision';
    this.code = code;
  }
}

interface Held {
  readonly holders: Map<object, LockMode>;
  readonly waiters: { readonly owner: object; readonly mode: LockMode; readonly wake: () => void }[];
}

export function locks(): Locks {
  const byName = new Map<string, Held>();
  const namesByOwner = new Map<object, Set<string>>();
  const waitsFor = new Map<object, string>();

  const isFree = (held: Held, owner: object, mode: LockMode): boolean =>
    [...held.holders].every(([other, theirs]) => other === owner || (mode === 'shared' && theirs === 'shared'));
  const grant = (name: string, held: Held, owner: object, mode: LockMode): void => {
    if (held.holders.get(owner) !== 'exclusive') held.holders.set(owner, mode);
    const names = namesByOwner.get(owner) ?? new Set<string>();
    namesByOwner.set(owner, names.add(name));
  };
  /** Who would have to end before `owner` could have this lock. */
  const blockers = (name: string, owner: object): readonly object[] => {
    const held = byName.get(name);
    return held ? [...held.holders.keys(), ...held.waiters.map((waiter) => waiter.owner)].filter((other) => other !== owner) : [];
  };
  const closesCircle = (name: string, owner: object): boolean => {
    const seen = new Set<object>();
    const reach = (at: string): boolean => blockers(at, owner).some((other) => {
      const next = waitsFor.get(other);
      if (seen.has(other) || next === undefined) return false;
      seen.add(other);
      return (byName.get(next)?.holders.has(owner) ?? false) || reach(next);
    });
    return reach(name);
  };
  return {
    take: (owner, name, mode = 'exclusive') => {
      const held: Held = byName.get(name) ?? { holders: new Map(), waiters: [] };
      byName.set(name, held);
      if (held.waiters.length === 0 && isFree(held, owner, mode)) {
        grant(name, held, owner, mode);
        return undefined;
      }
      if (closesCircle(name, owner)) throw new Collision('40P01', 'deadlock detected');
      waitsFor.set(owner, name);
      return new Promise<void>((resolve) => held.waiters.push({ owner, mode, wake: resolve }));
    },
    release: (owner) => {
      const awaited = waitsFor.get(owner);
      waitsFor.delete(owner);
      const names = new Set([...(namesByOwner.get(owner) ?? []), ...(awaited === undefined ? [] : [awaited])]);
      namesByOwner.delete(owner);
      for (const name of names) {
        const held = byName.get(name);
        if (!held) continue;
        held.holders.delete(owner);
        const left = held.waiters.filter((waiter) => waiter.owner !== owner);
        held.waiters.length = 0;
        held.waiters.push(...left);
        for (let first = held.waiters[0]; first !== undefined && isFree(held, first.owner, first.mode); first = held.waiters[0]) {
          held.waiters.shift();
          waitsFor.delete(first.owner);
          grant(name, held, first.owner, first.mode);
          first.wake();
        }
        if (held.holders.size === 0 && held.waiters.length === 0) byName.delete(name);
      }
    },
  };
}
