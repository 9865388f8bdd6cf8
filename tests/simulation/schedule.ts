import type { Act } from './world/day.ts';
import { acts } from './world/day.ts';
import type { MessageFault } from './world/line.ts';
import { messageFaults } from './world/line.ts';
import type { Random } from './world/random.ts';
import { random } from './world/random.ts';

/** Where a clinic's exchange stands when something befalls it. */
export const clinicStates = ['firstSync', 'exchanging', 'polling', 'backingOff', 'resting'] as const;
export type ClinicState = (typeof clinicStates)[number];

/** What may befall a clinic, besides its messages. */
export const clinicFaults = ['lineCut', 'killed', 'clockWrong', 'diskFull', 'monthAway'] as const;
export type ClinicFault = (typeof clinicFaults)[number];

/** What may befall the county's server. */
export const countyFaults = ['countyKilled', 'countyKilledInTransaction', 'countyDiskFull'] as const;
export type CountyFault = (typeof countyFaults)[number];

export type Action =
  | { readonly at: number; readonly do: 'act'; readonly clinic: number; readonly act: Act; readonly seed: number }
  /** Befalls the next message that is sent in this state. */
  | { readonly at: number; readonly do: 'message'; readonly clinic: number; readonly fault: MessageFault; readonly when: 'firstSync' | 'exchanging' | 'polling' }
  /** Befalls the clinic when it is next in this state, for so long. */
  | { readonly at: number; readonly do: 'clinic'; readonly clinic: number; readonly fault: ClinicFault; readonly when: ClinicState; readonly ms: number }
  /** Befalls the county at the n-th statement from then on. */
  | { readonly at: number; readonly do: 'county'; readonly fault: CountyFault; readonly statement: number; readonly ms: number }
  | { readonly at: number; readonly do: 'slow'; readonly ms: number };

export interface Schedule {
  readonly seed: number;
  readonly clinics: number;
  /** When each clinic is switched on for the first time, ms. */
  readonly startsAt: readonly number[];
  readonly actions: readonly Action[];
  /** When all faults are over, ms. */
  readonly healedAt: number;
}

const spanMs = 180_000;

/** A clinic's day in minutes, and what befalls it: all of it decided before it begins, so that parts can be left out. */
export function scheduleOf(seed: number): Schedule {
  const chance = random(seed);
  const clinics = chance.chance(0.03) ? 12 + chance.below(9) : 2 + chance.below(4);
  const startsAt = Array.from({ length: clinics }, (_, at) => (at === 0 || chance.chance(0.6) ? 0 : chance.below(spanMs * 0.7)));
  const busy = 20 + chance.below(40);
  const actions: Action[] = [];
  for (let count = 0; count < busy; count += 1) actions.push(anAct(chance, clinics));
  for (let count = 0; count < 22; count += 1) actions.push(aFault(chance, clinics));
  if (chance.chance(0.5)) actions.push({ at: chance.below(spanMs), do: 'slow', ms: 1 + chance.below(40) });
  return { seed, clinics, startsAt, actions: actions.toSorted((a, b) => a.at - b.at), healedAt: spanMs };
}

/** Bursts: what several clinics do to the same records within a moment is what can go wrong. */
function anAct(chance: Random, clinics: number): Action {
  const at = chance.chance(0.5) ? chance.below(spanMs) : Math.floor(chance.below(8) * (spanMs / 8) + chance.below(3_000));
  return { at, do: 'act', clinic: chance.below(clinics), act: chance.pick(acts), seed: chance.below(1e9) };
}

function aFault(chance: Random, clinics: number): Action {
  const at = chance.below(spanMs);
  const clinic = chance.below(clinics);
  const kind = chance.next();
  if (kind < 0.5) return { at, do: 'message', clinic, fault: chance.pick(messageFaults), when: chance.pick(['firstSync', 'exchanging', 'exchanging', 'polling']) };
  if (kind < 0.8) return { at, do: 'clinic', clinic, fault: chance.pick(clinicFaults), when: chance.pick(clinicStates), ms: 200 + chance.below(60_000) };
  return { at, do: 'county', fault: chance.pick(countyFaults), statement: 1 + chance.below(24), ms: 500 + chance.below(20_000) };
}
