import type { AnyDocument } from '@lianyi/schema/documents/kinds';
import type { Dispense } from '@lianyi/schema/documents/stock';
import type { Projection, Writer } from './projection.ts';

/** `dispense_index`: a row for each time that drugs were handed out. `dispense_line_index`: a row for each lot of it. */
export const dispenses: Projection = {
  name: 'dispenses',
  kinds: ['dispense'],
  tables: ['dispense_index', 'dispense_line_index'],
  apply(write: Writer, before: AnyDocument | null, after: AnyDocument | null): void {
    if (before?.kind === 'dispense') remove(write, before.id);
    if (after?.kind === 'dispense') add(write, after);
  },
};

function remove(write: Writer, id: string): void {
  write.run('DELETE FROM dispense_index WHERE id = ?', id);
  write.run('DELETE FROM dispense_line_index WHERE dispense_id = ?', id);
}

function add(write: Writer, dispense: Dispense): void {
  write.run(
    `INSERT INTO dispense_index (id, prescription_id, encounter_id, patient_id, home_id, owner_id, org_id, dispensed_by, dispensed_at, day,
       amount_fen, payment) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)`,
    dispense.id, dispense.prescriptionId, dispense.encounterId, dispense.patientId, dispense.homeId, dispense.ownerId, dispense.orgId,
    dispense.dispensed.by, dispense.dispensed.at, dispense.dispensed.at.slice(0, 10), dispense.amountFen, dispense.payment,
  );
  for (const [lineNo, line] of dispense.lines.entries()) {
    write.run(
      'INSERT INTO dispense_line_index (dispense_id, line_no, prescription_id, item_no, product_id, quantity) VALUES (?,?,?,?,?,?)',
      dispense.id, lineNo, dispense.prescriptionId, line.itemNo, line.productId, line.quantity,
    );
  }
}
