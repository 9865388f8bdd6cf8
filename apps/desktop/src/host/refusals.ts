import type { Permission } from '@lianyi/schema/codes/roles';

/** Somebody asked for what their post does not allow. */
export interface Refusal {
  readonly byId: string;
  /** Whom it was about, where it was about somebody of the staff. */
  readonly personId: string | null;
  readonly permission: Permission;
}

export interface RefusalParts {
  readonly tell: (refusal: Refusal) => void;
  readonly now: () => Date;
  readonly log: (event: string, facts: Readonly<Record<string, string>>) => void;
}

/** A page that stays open asks again and again: within this time the same is told once, as at the county. */
const sameRefusalMs = 15 * 60_000;

/** Tells the county's audit of refusals: of each person, permission and whom it was about once in that time. What goes wrong with that changes nothing for whoever is refused. */
export function refusalsOf({ tell, now, log }: RefusalParts): (refusal: Refusal) => void {
  const toldAtMs = new Map<string, number>();
  return (refusal) => {
    const key = `${refusal.byId} ${refusal.permission} ${refusal.personId ?? ''}`;
    const nowMs = now().getTime();
    const beforeMs = toldAtMs.get(key);
    // A clock that was set back must not keep them quiet.
    if (beforeMs !== undefined && Math.abs(nowMs - beforeMs) < sameRefusalMs) return;
    toldAtMs.set(key, nowMs);
    try {
      tell(refusal);
    } catch (error) {
      log('refusalNotTold', { reason: error instanceof Error ? error.name : '' });
    }
  };
}
