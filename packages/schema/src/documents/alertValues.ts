import type { Lot } from './stock.ts';

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
}
export type AlertReason = keyof AlertValues;
