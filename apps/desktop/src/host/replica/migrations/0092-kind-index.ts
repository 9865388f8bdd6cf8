import type { Migration } from './migration.ts';

/**
 * The documents of a kind, in the order in which they came: what comes next is written at its end. By id, as it was, a first
 * sync wrote all over an index as large as that of the ids.
 */
export const kindIndex: Migration = {
  number: 92,
  name: 'kind-index',
  sql: 'DROP INDEX document_kind; CREATE INDEX document_by_kind ON document (kind);',
};
