import * as z from 'zod';
import type { Lot } from './stock.ts';

/** Why a chart that one's post does not cover is opened. */
export const glassReason = z.enum(['emergency', 'referral', 'complaint', 'other']);
export type GlassReason = z.infer<typeof glassReason>;

/**
 * What the `kept` and `losing` values of a review hold when its reason is an alert that merging raised, not a unit that
 * two PCs changed. `kept` is what the county knew, `losing` what arrived.
 */
export interface AlertValues {
  /** `about` is the stock move that took the lot below zero. */
  readonly negativeBalance: {
    readonly kept: { readonly lot: Lot; readonly balance: number };
    readonly losing: { readonly lot: Lot; readonly quantity: number; readonly balance: number };
  };
  /** `about` is the move of the count; `balance` is what the county's moves add up to before it. */
  readonly countAgain: {
    readonly kept: { readonly lot: Lot; readonly balance: number };
    readonly losing: { readonly lot: Lot; readonly counted: number; readonly known: number };
  };
  /** `about` is the prescription; quantities of one item, in dispensing units. */
  readonly overDispensed: {
    readonly kept: { readonly itemNo: number; readonly ordered: number; readonly dispensed: number };
    readonly losing: { readonly itemNo: number; readonly ordered: number; readonly dispensed: number; readonly dispenseId: string };
  };
  /** `about` is the prescription, unit `stopped`: the stop and the dispense did not know of each other. */
  readonly stoppedAfterDispense: {
    readonly kept: { readonly dispensed: readonly { readonly itemNo: number; readonly quantity: number }[] };
    readonly losing: { readonly reason: string; readonly by: string; readonly at: string };
  };
  /**
   * `about` is the move; the old clinic is told where the record went. `patientId` is null: this notice stays, whatever
   * becomes of the record, and so it holds the name.
   */
  readonly patientMoved: {
    readonly kept: { readonly name: string; readonly fromId: string };
    readonly losing: { readonly name: string; readonly toId: string; readonly reason: string };
  };
  /** `about` is the move that came second: the record was at `homeId`, not where this move was to take it from. */
  readonly movedElsewhere: {
    readonly kept: { readonly homeId: string };
    readonly losing: { readonly fromId: string; readonly toId: string; readonly reason: string };
  };
  /** `about` is what a clinic wrote about a patient of whose move it had not heard yet. */
  readonly writtenAfterMove: {
    readonly kept: { readonly homeId: string };
    readonly losing: { readonly action: string };
  };
  /**
   * `about` is the patient: somebody whose post does not cover the chart opened it, until `until`, to read. Names as they
   * were: who it was need not be one of the clinic's people. `text` is what they wrote.
   */
  readonly glassOpened: {
    readonly kept: { readonly homeId: string };
    readonly losing: { readonly who: string; readonly place: string; readonly reason: GlassReason; readonly text: string; readonly until: string };
  };
}
export type AlertReason = keyof AlertValues;
