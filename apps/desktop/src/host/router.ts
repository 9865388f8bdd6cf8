import { attachmentsRouter } from './features/attachments/router.ts';
import { catalogueRouter } from './features/catalogue/router.ts';
import { dispensingRouter } from './features/dispensing/router.ts';
import { doctorRouter } from './features/doctor/router.ts';
import { encountersRouter } from './features/encounters/router.ts';
import { importsRouter } from './features/imports/router.ts';
import { lineRouter } from './features/line/router.ts';
import { parcelsRouter } from './features/parcels/router.ts';
import { patientsRouter } from './features/patients/router.ts';
import { prescriptionsRouter } from './features/prescriptions/router.ts';
import { queueRouter } from './features/queue/router.ts';
import { reviewsRouter } from './features/reviews/router.ts';
import { enrolmentRouter } from './features/session/enrolmentRouter.ts';
import { keysRouter } from './features/session/keysRouter.ts';
import { sessionRouter } from './features/session/router.ts';
import { stockRouter } from './features/stock/router.ts';
import { todayRouter } from './features/today/router.ts';
import { router } from './trpc.ts';

/** Everything that a renderer may ask of the host. */
export const hostRouter = router({
  session: sessionRouter,
  keys: keysRouter,
  line: lineRouter,
  parcels: parcelsRouter,
  patients: patientsRouter,
  queue: queueRouter,
  encounters: encountersRouter,
  attachments: attachmentsRouter,
  catalogue: catalogueRouter,
  prescriptions: prescriptionsRouter,
  dispensing: dispensingRouter,
  stock: stockRouter,
  today: todayRouter,
  reviews: reviewsRouter,
  imports: importsRouter,
  doctor: doctorRouter,
  enrolment: enrolmentRouter,
});
export type HostRouter = typeof hostRouter;

/** What a PC answers that is no clinic's yet. */
export const newPcRouter = router({ enrolment: enrolmentRouter });
