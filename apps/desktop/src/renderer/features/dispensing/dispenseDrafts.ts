import { useMutation, useQuery } from '@tanstack/react-query';
import { useCallback, useEffect } from 'react';
import { create } from 'zustand';
import { useHost } from '../../client/useHost.ts';
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
  const key = useKey(prescriptionId);
  const draft = useDispenseDrafts(({ drafts }) => drafts[key]) ?? emptyDispense;
  const change = useCallback<ChangeDispense>((changeOf) => {
    useDispenseDrafts.setState(({ drafts }) => {
      const before = drafts[key] ?? emptyDispense;
      return { drafts: { ...drafts, [key]: { ...before, ...changeOf(before) } } };
    });
  }, [key]);
  return [draft, change];
}

const useKey = (prescriptionId: string): string => `${usePerson().personId} ${prescriptionId}`;

/** How long after the last key what is entered goes to the disk. */
const quietMs = 300;

/**
 * Takes what the disk has kept of an earlier window, and keeps there what is entered: 0.3 s after the last key, on another
 * page, on a hidden or closing window.
 * @returns false until it is known what the disk has
 */
export function useKeptDispense(prescriptionId: string): boolean {
  const key = useKey(prescriptionId);
  const host = useHost();
  const isKnown = useDispenseDrafts(({ drafts }) => key in drafts);
  const { data, isError, isFetchedAfterMount } = useQuery(host.dispensing.draft.queryOptions({ prescriptionId }, { enabled: !isKnown, gcTime: 0, staleTime: 0 }));
  const { mutate } = useMutation(host.dispensing.keepDraft.mutationOptions());

  // Without an answer the page opens with what the plan says: nothing of it is lost, it has not been entered here.
  const kept = isError ? null : isFetchedAfterMount ? data : undefined;
  useEffect(() => {
    if (kept !== undefined) useDispenseDrafts.setState(({ drafts }) => (key in drafts ? {} : { drafts: { ...drafts, [key]: kept ?? emptyDispense } }));
  }, [key, kept]);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const keep = () => {
      if (timer === undefined) return;
      clearTimeout(timer);
      timer = undefined;
      const draft = useDispenseDrafts.getState().drafts[key];
      if (draft !== undefined) mutate({ prescriptionId, draft: isUntouched(draft) ? null : { ...draft, allocation: allocationToKeep(draft.allocation), ticked: [...draft.ticked] } });
    };
    const stopWatching = useDispenseDrafts.subscribe(({ drafts }, { drafts: earlier }) => {
      if (drafts[key] === earlier[key] || earlier[key] === undefined) return;
      clearTimeout(timer);
      timer = setTimeout(keep, quietMs);
    });
    document.addEventListener('visibilitychange', keep);
    window.addEventListener('beforeunload', keep);
    return () => {
      stopWatching();
      document.removeEventListener('visibilitychange', keep);
      window.removeEventListener('beforeunload', keep);
      keep();
    };
  }, [key, prescriptionId, mutate]);

  return isKnown;
}

/** Nothing was entered that anybody would miss: a payment alone goes with what was dispensed. */
const isUntouched = ({ ownerId, allocation, ticked }: DispenseDraft): boolean => ownerId === null && Object.keys(allocation).length === 0 && ticked.length === 0;

const allocationToKeep = (allocation: Allocation) => Object.fromEntries(Object.entries(allocation).map(([itemNo, lots]) => [itemNo, lots.map(({ lot, typed }) => ({ lot: { ...lot }, typed: typed.slice(0, 200) }))]));
