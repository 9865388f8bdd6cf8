import { useQueryClient } from '@tanstack/react-query';
import type { PrescriptionAlert } from '../../../contract/views.ts';
import { useHost } from '../../client/useHost.ts';
import { isSetAside } from '../../visit/blocking.ts';
import { newItem, type TypedOrder } from '../../visit/typedOrder.ts';
import { typeOrder } from '../../visit/visitDrafts.ts';
import { LightAlerts } from './LightAlerts.tsx';
import { OrderAlert } from './OrderAlert.tsx';

export interface OrderAlertsProps {
  readonly encounterId: string;
  readonly order: TypedOrder;
  readonly alerts: readonly PrescriptionAlert[];
  /** The row that the alerts are about; none for the prescription as a whole. */
  readonly itemKey?: number;
  /** The row has become another drug. */
  readonly onTaken?: () => void;
}

type Alternative = PrescriptionAlert['alternatives'][number];

export function OrderAlerts({ encounterId, order, alerts, itemKey, onTaken }: OrderAlertsProps) {
  const host = useHost();
  const queries = useQueryClient();

  /**
   * The row becomes the safer drug with the dose that it was offered with, and the caret goes there: the dose of the
   * former is another drug's. Where the table gives no single one, it stands beside as it does for a drug just added.
   */
  const takeInstead = async ({ productId, usual }: Alternative) => {
    const hit = await queries.fetchQuery(host.catalogue.drug.queryOptions({ productId }));
    if (hit === null) return;
    typeOrder(encounterId, (now) => ({
      ...now,
      items: now.items.map((item) => (item.key === itemKey ? { ...newItem(now, hit), key: item.key, days: item.days, ...(usual !== null && { dose: String(usual.dose), frequency: usual.frequency }) } : item)),
    }));
    onTaken?.();
  };
  const setAside = (ruleId: string, reason: string) => {
    typeOrder(encounterId, (now) => ({ ...now, overrides: { ...now.overrides, [ruleId]: reason } }));
  };

  const isGrave = ({ severity }: PrescriptionAlert): boolean => severity === 'contraindicated' || severity === 'major';
  return (
    <>
      {alerts.filter(isGrave).map((alert) => (
        <OrderAlert key={alert.ruleId} alert={alert} reason={order.overrides[alert.ruleId] ?? ''} isSetAside={isSetAside(alert, order)}
          onTakeInstead={(alternative) => { void takeInstead(alternative); }} onSetAside={(reason) => { setAside(alert.ruleId, reason); }} />
      ))}
      <LightAlerts alerts={alerts.filter((alert) => !isGrave(alert))} />
    </>
  );
}
