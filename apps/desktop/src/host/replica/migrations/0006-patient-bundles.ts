import type { Migration } from './migration.ts';

/** Finds this PC's own registrations and changes of a patient: each such bundle writes one record. */
export const patientBundles: Migration = {
  number: 6,
  name: 'patient-bundles',
  sql: `
    CREATE INDEX bundle_by_patient ON bundle (coalesce(json_extract(body, '$.writes[0].id'), json_extract(body, '$.writes[0].document.id')), save_number)
      WHERE action GLOB 'patients.*';
  `,
};
