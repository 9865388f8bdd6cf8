import type { StatementFault, StatementName } from './county/statements.ts';
import { statementFaults, statements } from './county/statements.ts';
import type { Act } from './world/day.ts';
import { acts } from './world/day.ts';
import type { MessageFault, MessageState } from './world/line.ts';
import { messageFaults, messageStates } from './world/line.ts';
import type { Random } from './world/random.ts';
import { random } from './world/random.ts';

/** Where a clinic's exchange stands when something befalls it. It rests only after a failure: otherwise a request waits at the county. */
export const clinicStates = ['firstSync', 'exchanging', 'polling', 'backingOff'] as const;
export type ClinicState = (typeof clinicStates)[number];

/** What may befall a clinic, besides its messages. */
export const clinicFaults = ['lineCut', 'killed', 'clockWrong', 'diskFull', 'monthAway'] as const;
export type ClinicFault = (typeof clinicFaults)[number];

export type Action =
  | { readonly at: number; readonly do: 'act'; readonly clinic: number; readonly act: Act; readonly seed: number }
  /** Befalls the next message that is sent in this state. */
  | { readonly at: number; readonly do: 'message'; readonly clinic: number; readonly fault: MessageFault; readonly when: MessageState }
  /** Befalls the clinic when it is next in this state, for so long. */
  | { readonly at: number; readonly do: 'clinic'; readonly clinic: number; readonly fault: ClinicFault; readonly when: ClinicState; readonly ms: number }
  /** Befalls the county at the next such statement; a process that was killed is back after so long. */
  | { readonly at: number; readonly do: 'statement'; readonly fault: StatementFault; readonly when: StatementName; readonly ms: number }
  /** The county's process is killed whatever it does. */
  | { readonly at: number; readonly do: 'countyKilled'; readonly ms: number }
  /** The county is lost, and restored from a backup of before, when the clinic is in this state; its devices are confirmed after so long. */
  | { readonly at: number; readonly do: 'restore'; readonly clinic: number; readonly when: ClinicState; readonly backupAt: number; readonly ms: number }
  /** Statements take up to so long from now on, and transactions interleave. */
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

/** Every fault in every state of the engine in which it can strike. */
export const possibleCells: readonly string[] = [
  ...messageFaults.flatMap((fault) => messageStates.filter((state) => isPossible(fault, state)).map((state) => `${fault}@${state}`)),
  ...clinicFaults.flatMap((fault) => clinicStates.map((state) => `${fault}@${state}`)),
  ...statementFaults.flatMap((fault) => statements.map((statement) => `${fault}@${statement}`)),
  'countyKilled@idle',
  ...clinicStates.map((state) => `countyRestored@${state}`),
];

/** Nothing is sent with a poll, and with a first sync mostly nothing: there is no order to disturb. */
function isPossible(fault: MessageFault, state: MessageState): boolean {
  return fault !== 'bundleMissing' || state === 'exchanging';
}

const spanMs = 180_000;
const faultsPerSchedule = 40;

/** A clinic's day in minutes, and what befalls it: all of it decided before it begins, so that parts can be left out. */
export function scheduleOf(seed: number): Schedule {
  const chance = random(seed);
  const clinics = chance.chance(0.03) ? 12 + chance.below(9) : 2 + chance.below(4);
  const startsAt = Array.from({ length: clinics }, (_, at) => (at === 0 || chance.chance(0.6) ? 0 : chance.below(spanMs * 0.7)));
  const actions: Action[] = [];
  for (let left = 40 + chance.below(100); left > 0; left -= 1) actions.push(anAct(chance, clinics));
  for (let left = faultsPerSchedule; left > 0; left -= 1) actions.push(aFault(chance, clinics));
  if (chance.chance(0.5)) actions.push({ at: chance.below(spanMs), do: 'slow', ms: 1 + chance.below(40) });
  return { seed, clinics, startsAt, actions: actions.toSorted((a, b) => a.at - b.at), healedAt: spanMs };
}

/** Bursts: what several clinics do to the same records within a moment is what can go wrong. */
function anAct(chance: Random, clinics: number): Action {
  const at = chance.chance(0.5) ? chance.below(spanMs) : Math.floor(chance.below(8) * (spanMs / 8) + chance.below(3_000));
  return { at, do: 'act', clinic: chance.below(clinics), act: chance.pick(acts), seed: chance.below(1e9) };
}

/** Each cell alike. What waits for a state that was before it would wait for ever: a first sync is lain in wait for from the start. */
function aFault(chance: Random, clinics: number): Action {
  const [fault = '', when = ''] = (chance.pickOr(possibleCells) ?? '').split('@');
  const at = when === 'firstSync' ? 0 : chance.below(spanMs);
  const clinic = chance.below(clinics);
  if (fault === 'countyRestored' && isOneOf(clinicStates, when)) return { at, do: 'restore', clinic, when, backupAt: Math.floor(at * chance.next()), ms: chance.below(20_000) };
  if (when === 'idle') return { at, do: 'countyKilled', ms: 500 + chance.below(20_000) };
  if (isOneOf(messageFaults, fault) && isOneOf(messageStates, when)) return { at, do: 'message', clinic, fault, when };
  if (isOneOf(clinicFaults, fault) && isOneOf(clinicStates, when)) return { at, do: 'clinic', clinic, fault, when, ms: 200 + chance.below(40_000) };
  if (isOneOf(statementFaults, fault) && isOneOf(statements, when)) return { at, do: 'statement', fault, when, ms: 500 + chance.below(15_000) };
  throw new Error(`${fault}@${when} is no cell`);
}

const isOneOf = <T extends string>(names: readonly T[], name: string): name is T => (names as readonly string[]).includes(name);
