import * as z from 'zod';
import { procedure, procedureFor, router } from '../../trpc.ts';
import type { DispensePlan, DispenseQueueItem, DispenseResult } from './views.ts';

export const dispensingRouter = router({
  queue: procedure.query((): readonly DispenseQueueItem[] => { throw new Error('not built'); }),
  /** Lots first expired first out, from the given owner's stock (default: where the prescription was written). */
  plan: procedure.input(z.strictObject({ prescriptionId: z.string(), ownerId: z.string().nullable() })).query((): DispensePlan | null => { throw new Error('not built'); }),
  dispense: procedureFor('dispense').input(z.strictObject({
    prescriptionId: z.string(),
    ownerId: z.string(),
    lines: z.array(z.strictObject({ itemNo: z.int(), productId: z.string(), lotNumber: z.string(), expiry: z.string(), quantity: z.number() })).max(80),
    payment: z.enum(['insurance', 'cash', 'scan']),
    checkedBy: z.string().nullable(),
  })).mutation((): DispenseResult => { throw new Error('not built'); }),
});
