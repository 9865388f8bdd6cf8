import { Select, TextInput } from '@lianyi/ui';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { yuanSign } from '../../format/numbers.ts';
import type { OrderType, TypedOrder } from '../../visit/typedOrder.ts';
import type { PrescriptionCheck } from '../../visit/usePrescriptionCheck.ts';
import { typeOrder } from '../../visit/visitDrafts.ts';

const types: readonly OrderType[] = ['general', 'emergency', 'paediatric', 'long'];

export interface OrderFootProps {
  readonly encounterId: string;
  readonly order: TypedOrder;
  readonly check: PrescriptionCheck | undefined;
  readonly daysOfSupply: number;
  /** DrugPicker. */
  readonly children: ReactNode;
}

/** Below the rows: the next drug, the kind of prescription with the law's limits, the total. */
export function OrderFoot({ encounterId, order, check, daysOfSupply, children }: OrderFootProps) {
  const { t } = useTranslation('prescriptions');
  const isReasonAsked = order.type === 'long' || order.supplyReason !== '';
  return (
    <>
      <div className="rxfoot">
        {children}
        <Select boxSize="sm" aria-label={t('type')} value={order.type} options={types.map((value) => ({ value, label: t(`types.${value}`) }))}
          onChange={(type) => { typeOrder(encounterId, (now) => ({ ...now, type })); }} />
        {check !== undefined && (
          <span className="sub">{t('limits', { drugs: order.items.length, maxDrugs: check.result.maxDrugs, days: daysOfSupply, maxDays: check.result.maxDays })}</span>
        )}
        <span className="tot">{t('total')} <b>{yuanSign(order.items.length === 0 ? 0 : check?.result.totalFen ?? 0)}</b></span>
      </div>
      {isReasonAsked && (
        <div className="rxreason">
          <TextInput boxSize="sm" aria-label={t('supplyReason')} placeholder={t('supplyReason')} value={order.supplyReason} maxLength={200}
            onChange={(supplyReason) => { typeOrder(encounterId, (now) => ({ ...now, supplyReason })); }} />
        </div>
      )}
    </>
  );
}
