import type { Prescription } from '@lianyi/schema/documents/prescription';
import { FormRow, StatusText } from '@lianyi/ui';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldError } from '../../../contract/views.ts';
import { isBlocking } from '../../visit/blocking.ts';
import { emptyOrder, newItem, rowProblems, typedToDraft, type TypedItem } from '../../visit/typedOrder.ts';
import { usePrescriptionCheck } from '../../visit/usePrescriptionCheck.ts';
import { followQuantity, typeOrder, useVisitDrafts, type VisitDraft } from '../../visit/visitDrafts.ts';
import { OrderHead } from './OrderHead.tsx';
import { DrugPicker } from './DrugPicker.tsx';
import { OrderAlerts } from './OrderAlerts.tsx';
import { OrderFoot } from './OrderFoot.tsx';
import { OrderRow } from './OrderRow.tsx';
import { SignedOrder } from './SignedOrder.tsx';
import './prescription.css';

export interface PrescriptionSectionProps {
  readonly encounterId: string;
  readonly isReadOnly: boolean;
  readonly prescription: Prescription | null;
}

/** The prescription of a visit: rows that work out their quantities, alerts under the row they are about, the total. */
export function PrescriptionSection({ encounterId, isReadOnly, prescription }: PrescriptionSectionProps) {
  const { t } = useTranslation('prescriptions');
  if (!isReadOnly) return <FormRow title={t('title')} className="rxrow"><OrderForm encounterId={encounterId} /></FormRow>;
  return prescription === null ? null : <FormRow title={t('title')} className="rxrow"><SignedOrder prescription={prescription} /></FormRow>;
}

const noErrors: readonly FieldError[] = [];
const noRefusals: VisitDraft['refusedRows'] = [];

function OrderForm({ encounterId }: { readonly encounterId: string }) {
  const { t } = useTranslation('prescriptions');
  const order = useVisitDrafts(({ drafts }) => drafts[encounterId]?.order) ?? emptyOrder;
  const errors = useVisitDrafts(({ drafts }) => drafts[encounterId]?.errors) ?? noErrors;
  const refusedRows = useVisitDrafts(({ drafts }) => drafts[encounterId]?.refusedRows) ?? noRefusals;
  const check = usePrescriptionCheck(encounterId, order);
  const [newestKey, setNewestKey] = useState<number | null>(null);
  const [taken, setTaken] = useState<{ readonly key: number | null; readonly times: number }>({ key: null, times: 0 });
  const followed = useRef(new Set<number>());

  // Once per row, when its first answer comes: afterwards a quantity that was typed stays as it was typed.
  useEffect(() => {
    if (check === undefined || check.isBehind) return;
    for (const [key, { computed }] of check.itemByKey) {
      if (followed.current.has(key)) continue;
      followed.current.add(key);
      if (computed !== null) followQuantity(encounterId, key, computed);
    }
  }, [check, encounterId]);

  /** What is typed wrongly says so at once; then what the host refused of the row, when saving or, by its place, when signing. */
  const errorsOf = (item: TypedItem, index: number): readonly FieldError[] => {
    const typed = rowProblems(item);
    if (typed.length > 0) return typed;
    return refusedRows.find((refused) => refused.item === item)?.errors ?? errors.filter(({ field }) => field.startsWith(`items.${index}.`));
  };
  const change = (key: number, parts: Partial<TypedItem>) => {
    typeOrder(encounterId, (now) => ({ ...now, items: now.items.map((item) => (item.key === key ? { ...item, ...parts } : item)) }));
  };
  const remove = (key: number) => {
    typeOrder(encounterId, (now) => ({ ...now, items: now.items.filter((item) => item.key !== key) }));
  };

  return (
    <>
      <table className="rx">
        <OrderHead />
        <tbody>
          {order.items.map((item, index) => {
            const alerts = check?.alertsByKey.get(item.key) ?? [];
            return (
              <OrderRow key={item.key} item={item} errors={errorsOf(item, index)} itemNo={index + 1} checked={check?.itemByKey.get(item.key)} hasAlerts={alerts.length > 0}
                isBad={alerts.some((alert) => isBlocking(alert, order))} isNewest={item.key === newestKey} takenTimes={taken.key === item.key ? taken.times : 0}
                onChange={(parts) => { change(item.key, parts); }} onRemove={() => { remove(item.key); }}>
                <OrderAlerts encounterId={encounterId} order={order} alerts={alerts} itemKey={item.key} onTaken={() => { setTaken((now) => ({ key: item.key, times: now.times + 1 })); }} />
              </OrderRow>
            );
          })}
        </tbody>
      </table>
      <OrderAlerts encounterId={encounterId} order={order} alerts={check?.alertsOfAll ?? []} />
      {check?.result.isHistoryComing === true && <p className="rxnote"><StatusText tone="warn" icon="warn">{t('historyComing')}</StatusText></p>}
      <OrderFoot encounterId={encounterId} order={order} check={check} daysOfSupply={Math.max(0, ...typedToDraft(order).items.map(({ days }) => days ?? 0))}>
        <DrugPicker encounterId={encounterId} onPick={(hit) => {
          typeOrder(encounterId, (now) => {
            const item = newItem(now, hit);
            followed.current.add(item.key);
            setNewestKey(item.key);
            return { ...now, items: [...now.items, item] };
          });
        }} />
      </OrderFoot>
    </>
  );
}

