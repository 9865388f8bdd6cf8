import type { Migration } from './migration.ts';

/** Everybody of a village's group, the residents of one institution among them. */
export const groupIndex: Migration = {
  number: 91,
  name: 'group-index',
  sql: 'CREATE INDEX patient_row_by_group ON patient_row (village_group, home_id);',
};
