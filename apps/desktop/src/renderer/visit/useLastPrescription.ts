import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useHost } from '../client/useHost.ts';
import { drugOfHit, nextKey, type TypedItem } from './typedOrder.ts';
import { typeOrder } from './visitDrafts.ts';

export type LastPrescriptionOutcome = 'none' | 'taken' | 'partly';

/** F7: the patient's last prescription, row by row below what is there. A drug that is on it already is not added twice. */
export function useLastPrescription(encounterId: string, patientId: string): () => Promise<LastPrescriptionOutcome> {
  const host = useHost();
  const queries = useQueryClient();
  return useCallback(async () => {
    const last = await queries.fetchQuery(host.prescriptions.last.queryOptions({ patientId }));
    if (last === null || last.items.length === 0) return 'none';
    const hits = await Promise.all(last.items.map(({ productId }) => queries.fetchQuery(host.catalogue.drug.queryOptions({ productId }))));
    typeOrder(encounterId, (order) => {
      const items: TypedItem[] = [...order.items];
      last.items.forEach((item, index) => {
        const hit = hits[index];
        if (hit === null || hit === undefined || items.some(({ drug }) => drug.productId === item.productId)) return;
        items.push({
          key: nextKey({ ...order, items }), drug: drugOfHit(hit), dose: item.dose === null ? '' : String(item.dose), frequency: item.frequency, route: item.route,
          days: item.days === null ? '' : String(item.days), quantity: '', note: item.note,
        });
      });
      return { ...order, items, type: order.items.length === 0 ? last.type : order.type };
    });
    return hits.every((hit) => hit !== null) ? 'taken' : 'partly';
  }, [host, queries, encounterId, patientId]);
}
