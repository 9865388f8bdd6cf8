import type { AnyTRPCRouter } from '@trpc/server';
import type { EnrolmentContext } from './trpc.ts';

/** What a shell needs of what is behind it: who answers a page's call, and who hears of a bug. */
export interface Served {
  /** Asked at each call: with its enrolment a new PC becomes a clinic. */
  serving(): Serving;
  /** Another door to the same, with a sign-in of its own. */
  door(options: { readonly isCommandLine: boolean }): EnrolmentContext;
  /** Logs a bug: where it happened, and nothing that a patient's data could be in (a message can quote a value). */
  report(procedure: string, bug: Error): void;
  close(): Promise<void>;
}

export interface Serving {
  readonly router: AnyTRPCRouter;
  /** Of this PC's one screen. */
  readonly context: EnrolmentContext;
}
