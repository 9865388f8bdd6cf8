import type { DispensePlan } from '../../../contract/views.ts';
import type { Payment } from './useDispense.ts';

/** How it is paid: as chosen here, else as what was given out of the same prescription before. */
export const paymentOf = (chosen: Payment | null, earlier: readonly Pick<DispensePlan['earlier'][number], 'payment'>[]): Payment | null => chosen ?? earlier[0]?.payment ?? null;
