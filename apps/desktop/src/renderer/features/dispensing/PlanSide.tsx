import { Choices, Field, RadioCard, SectionHead, Select, SideColumn } from '@lianyi/ui';
import { useTranslation } from 'react-i18next';
import type { DispensePlan } from '../../../contract/views.ts';
import { yuanSign } from '../../format/numbers.ts';
import { useFormat } from '../../format/useFormat.ts';
import { productText, unitText } from '../../i18n/catalogueWords.ts';
import { amountOf, type Allocation } from './allocation.ts';
import type { Payment } from './useDispense.ts';

const payments = ['insurance', 'cash', 'scan'] as const;

export interface PlanSideProps {
  readonly plan: DispensePlan;
  readonly allocation: Allocation;
  readonly payment: Payment | null;
  readonly onPayment: (payment: Payment) => void;
  readonly onOwnerChange: (ownerId: string) => void;
  readonly isOpen: boolean;
}

/** Beside the lots: whose stock it is, what is paid and how, what left earlier. */
export function PlanSide({ plan, allocation, payment, onPayment, onOwnerChange, isOpen }: PlanSideProps) {
  const { t } = useTranslation('dispensing');
  return (
    <SideColumn aria-label={t('beside')}>
      {isOpen && plan.owners.length > 1 && (
        <Field label={t('owner')} className="owner">
          <Select value={plan.ownerId} options={plan.owners.map(({ orgId, name }) => ({ value: orgId, label: name }))} onChange={onOwnerChange} />
        </Field>
      )}
      {isOpen && (
        <>
          <SectionHead title={t('amountNow')} />
          <p className="big">{yuanSign(amountOf(plan, allocation))} <small className="dim">{t('amountOfAll', { amount: yuanSign(plan.totalFen) })}</small></p>
          <SectionHead title={t('payment')} count={t('paymentHow')} />
          <Choices label={t('payment')} values={payments} value={payment} onChange={onPayment} className="pays">
            {payments.map((value, index) => <RadioCard key={value} value={value} isWide digit={String(index + 1)} title={t(`pay.${value}`)} aside={<span className="sub">{t(`payNote.${value}`)}</span>} />)}
          </Choices>
        </>
      )}
      <Earlier plan={plan} />
    </SideColumn>
  );
}

function Earlier({ plan: { earlier } }: { readonly plan: DispensePlan }) {
  const { t } = useTranslation('dispensing');
  const format = useFormat();
  if (earlier.length === 0) return null;
  return (
    <>
      <SectionHead className="g" title={t('earlier')} count={earlier.length} />
      <ul className="earlier">
        {earlier.map(({ dispenseId, at, by, ownerName, amountFen, payment, lines }) => (
          <li key={dispenseId}>
            <p className="t"><b>{format.moment(at)}</b> <span>{yuanSign(amountFen)} {t(`pay.${payment}`)}</span></p>
            {lines.map(({ name, lotNumber, quantity, unit }) => <p key={`${name} ${lotNumber}`} className="sub">{productText(name)} {quantity} {unitText(unit, quantity)} <span className="dim">{t('lot', { number: lotNumber })}</span></p>)}
            <p className="small dim">{by} · {ownerName}</p>
          </li>
        ))}
      </ul>
    </>
  );
}
