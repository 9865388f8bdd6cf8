import { useCallback } from 'react';
import { create } from 'zustand';
import { usePerson } from '../../shell/person.ts';
import type { Allocation } from './allocation.ts';
import type { CheckName } from './FourChecks.tsx';
import type { Payment } from './useDispense.ts';

/** What has been entered for a prescription that has not left yet. */
export interface DispenseDraft {
  /** Whose stock, if another than the plan's own was chosen. */
  readonly ownerId: string | null;
  readonly allocation: Allocation;
  readonly ticked: readonly CheckName[];
  readonly payment: Payment | null;
  /** A second person's id, or empty. */
  readonly checkedBy: string;
}

export const emptyDispense: DispenseDraft = { ownerId: null, allocation: {}, ticked: [], payment: null, checkedBy: '' };

interface DispenseDrafts {
  readonly drafts: Readonly<Record<string, DispenseDraft>>;
}

const useDispenseDrafts = create<DispenseDrafts>()(() => ({ drafts: {} }));

export type ChangeDispense = (change: (draft: DispenseDraft) => Partial<DispenseDraft>) => void;

/**
 * It outlives the page, so that printing the slip, a look at the shelf or a lock loses nothing. Each check is ticked by a
 * person: what one has entered is not another's.
 */
export function useDispenseDraft(prescriptionId: string): readonly [DispenseDraft, ChangeDispense] {
  const key = `${usePerson().personId} ${prescriptionId}`;
  const draft = useDispenseDrafts(({ drafts }) => drafts[key]) ?? emptyDispense;
  const change = useCallback<ChangeDispense>((changeOf) => {
    useDispenseDrafts.setState(({ drafts }) => {
      const before = drafts[key] ?? emptyDispense;
      return { drafts: { ...drafts, [key]: { ...before, ...changeOf(before) } } };
    });
  }, [key]);
  return [draft, change];
}
