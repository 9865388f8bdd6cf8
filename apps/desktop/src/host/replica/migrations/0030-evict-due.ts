import type { Migration } from './migration.ts';

/** Finds what is due to leave this PC: looked for whenever something settles. */
export const evictDue: Migration = {
  number: 30,
  name: 'evict-due',
  sql: 'CREATE INDEX document_evict_due ON document (id) WHERE evict_due = 1;',
};
