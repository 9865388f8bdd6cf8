import type { Migration } from './migration.ts';

/** What waits in each lane, in its order, and what the county holds behind a gap or until its needs have come. */
export const lanes: Migration = {
  number: 20,
  name: 'lanes',
  sql: `
    CREATE INDEX bundle_sending ON bundle (lane, link_number) WHERE state = 'waiting';
    CREATE INDEX bundle_in_suspense ON bundle (lane, link_number) WHERE outcome = 'waiting';
  `,
};
