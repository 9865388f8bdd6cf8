import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { DispensePlan, FieldError } from '../../../contract/views.ts';
import { useHost } from '../../client/useHost.ts';
import { linesToDispense, type Allocation, type ShortLot } from './allocation.ts';

export type Payment = 'insurance' | 'cash' | 'scan';

/** Why the host did not dispense. */
export type Refusal =
  | { readonly errors: readonly FieldError[] }
  | { readonly short: ShortLot };

export interface DispenseChoice {
  readonly allocation: Allocation;
  readonly payment: Payment | null;
  readonly checkedBy: string;
}

/** Stock falls in the same commit: `savedAt` is set only once that has reached the disk. */
export function useDispense(plan: DispensePlan) {
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [savedAt, setSavedAt] = useState<string | null>(null);
  const { mutateAsync, isPending } = useMutation(useHost().dispensing.dispense.mutationOptions());

  /** @returns whether it was dispensed. */
  const dispense = async ({ allocation, payment, checkedBy }: DispenseChoice): Promise<boolean> => {
    if (payment === null || isPending) return false;
    setRefusal(null);
    try {
      const result = await mutateAsync({
        prescriptionId: plan.prescriptionId, ownerId: plan.ownerId, lines: linesToDispense(plan, allocation), payment, checkedBy: checkedBy === '' ? null : checkedBy,
      });
      if (result.ok) setSavedAt(result.savedAt);
      else setRefusal('short' in result ? { short: result.short } : { errors: result.errors });
      return result.ok;
    } catch {
      // The shell says what failed and what is safe; the choices stay on the screen.
      return false;
    }
  };
  return { dispense, isBusy: isPending, refusal, savedAt };
}
