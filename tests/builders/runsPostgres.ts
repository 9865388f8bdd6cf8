/** vitest's global setup: one PostgreSQL for all files of a run; each test has databases of its own. */
import { startRunsPostgres, stopTestPostgres } from './aTestPostgres.ts';

export const setup = startRunsPostgres;
export const teardown = stopTestPostgres;
