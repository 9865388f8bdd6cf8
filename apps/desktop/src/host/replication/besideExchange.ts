import type { ReplicaForExchange } from '../replica/openReplica.ts';
import type { Timers } from './timers.ts';
import type { Transport } from './transport.ts';

/** What works beside the exchange, over requests of its own, is given. */
export interface BesideExchange {
  readonly replica: ReplicaForExchange;
  readonly transport: Transport;
  readonly timers: Timers;
  readonly now: () => Date;
  /** Codes and counts, never patient data. */
  readonly log: (event: string, facts: Readonly<Record<string, string | number | boolean>>) => void;
  /** Something of it is to be shown. */
  readonly tell: () => void;
}
