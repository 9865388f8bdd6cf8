import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useSettled } from '@lianyi/ui';
import { useMemo } from 'react';
import type { CheckedItem, CheckResult, PrescriptionAlert } from '../../contract/views.ts';
import { useHostClient } from '../client/useHost.ts';
import { typedToDraft, type TypedOrder } from './typedOrder.ts';

/** Typing is not checked letter by letter. */
const pauseMs = 150;

/** What the rules say of the rows, by the row's key, so that an alert stays under its row when another row goes. */
export interface PrescriptionCheck {
  readonly result: CheckResult;
  readonly itemByKey: ReadonlyMap<number, CheckedItem>;
  readonly alertsByKey: ReadonlyMap<number, readonly PrescriptionAlert[]>;
  /** About the prescription as a whole. */
  readonly alertsOfAll: readonly PrescriptionAlert[];
  /** The rows have changed since: an answer about them is on its way. */
  readonly isBehind: boolean;
}

export function usePrescriptionCheck(encounterId: string, order: TypedOrder): PrescriptionCheck | undefined {
  const client = useHostClient();
  const settled = useSettled(order, pauseMs);
  const draft = typedToDraft(settled);
  const keys = settled.items.map(({ key }) => key);
  const { data, isPlaceholderData } = useQuery({
    queryKey: ['prescriptionCheck', encounterId, draft, keys],
    queryFn: async ({ signal }) => ({ keys, result: await client.prescriptions.check.query({ encounterId, order: draft }, { signal }) }),
    placeholderData: keepPreviousData,
    enabled: draft.items.length > 0,
  });
  const isBehind = isPlaceholderData || settled !== order;
  return useMemo(() => (data === undefined || order.items.length === 0 ? undefined : byKey(data.result, data.keys, isBehind)), [data, order.items.length, isBehind]);
}

function byKey(result: CheckResult, keys: readonly number[], isBehind: boolean): PrescriptionCheck {
  const keyOf = (itemNo: number): number => keys[itemNo - 1] ?? 0;
  const alertsByKey = new Map<number, PrescriptionAlert[]>();
  for (const alert of result.alerts) {
    if (alert.itemNo !== null) alertsByKey.set(keyOf(alert.itemNo), [...alertsByKey.get(keyOf(alert.itemNo)) ?? [], alert]);
  }
  return {
    result,
    itemByKey: new Map(result.items.map((item) => [keyOf(item.itemNo), item])),
    alertsByKey,
    alertsOfAll: result.alerts.filter(({ itemNo }) => itemNo === null),
    isBehind,
  };
}
