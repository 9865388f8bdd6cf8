import { sql } from 'kysely';
import type { Tx } from './database.ts';

export interface DispenseRow {
  readonly prescriptionId: string;
  readonly deviceId: string | null;
  /** The number that its bundle took in each scope. */
  readonly numbers: Readonly<Record<string, number>>;
}

/** The dispenses of prescriptions, found through their patients. */
export async function dispensesOf(tx: Tx, prescriptionIds: readonly string[]): Promise<readonly DispenseRow[]> {
  if (prescriptionIds.length === 0) return [];
  const { rows } = await sql<DispenseRow>`
    select p.id as prescription_id, b.device_id,
      coalesce((select jsonb_object_agg(l.scope, l.number) from scope_log l where l.bundle_id = d.created_by), '{}') as numbers
    from document p
    join document d on d.patient_id = p.patient_id and d.kind = 'dispense' and d.body ->> 'prescriptionId' = p.id::text
    join bundle b on b.id = d.created_by
    where p.id = any(${[...prescriptionIds]}::uuid[])`.execute(tx);
  return rows;
}
