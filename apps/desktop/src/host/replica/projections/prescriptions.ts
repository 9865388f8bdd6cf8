import type { AnyDocument } from '@lianyi/schema/documents/kinds';
import type { Prescription } from '@lianyi/schema/documents/prescription';
import type { Projection, Writer } from './projection.ts';

/** `prescription_index`: a row for each prescription. `prescription_item_index`: a row for each of its drugs. */
export const prescriptions: Projection = {
  name: 'prescriptions',
  kinds: ['prescription'],
  tables: ['prescription_index', 'prescription_item_index'],
  apply(write: Writer, before: AnyDocument | null, after: AnyDocument | null): void {
    if (before?.kind === 'prescription') remove(write, before.id);
    if (after?.kind === 'prescription') add(write, after);
  },
};

function remove(write: Writer, id: string): void {
  write.run('DELETE FROM prescription_index WHERE id = ?', id);
  write.run('DELETE FROM prescription_item_index WHERE prescription_id = ?', id);
}

function add(write: Writer, prescription: Prescription): void {
  const { order } = prescription;
  write.run(
    `INSERT INTO prescription_index (id, number, patient_id, home_id, org_id, encounter_id, created_at, day, state, type, signed_by, signed_at,
       valid_until, stopped_at, item_count, amount_fen) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)`,
    prescription.id, prescription.number, prescription.patientId, prescription.homeId, prescription.orgId, prescription.encounterId,
    prescription.createdAt, prescription.createdAt.slice(0, 10), order.state, order.type, order.signature?.by ?? null, order.signature?.at ?? null,
    order.validUntil, prescription.stopped?.signature.at ?? null, order.items.length,
    order.items.reduce((sum, item) => sum + item.amountFen, 0),
  );
  for (const item of order.items) {
    // Two drafts that met may number an item alike; the draft page shows it, signing refuses it.
    write.run(
      'INSERT OR IGNORE INTO prescription_item_index (prescription_id, item_no, product_id, days, quantity) VALUES (?,?,?,?,?)',
      prescription.id, item.itemNo, item.productId, item.days, item.quantity,
    );
  }
}
