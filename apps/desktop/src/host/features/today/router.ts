import { procedure, router } from '../../trpc.ts';
import type { TodayView } from './views.ts';

export const todayRouter = router({
  overview: procedure.query((): TodayView => { throw new Error('not built'); }),
});
