import { anEncounter } from '@lianyi/tests/builders/anEncounter';
import { aSignature } from '@lianyi/tests/builders/aPatient';
import { aPrescription, aPrescriptionItem } from '@lianyi/tests/builders/aPrescription';
import { productNamed } from '@lianyi/tests/builders/aProduct';
import type { TestReplica } from '@lianyi/tests/builders/aReplica';
import { aReplica } from '@lianyi/tests/builders/aReplica';
import { aReview } from '@lianyi/tests/builders/aReview';
import { aStockMove } from '@lianyi/tests/builders/aStockMove';
import { organisationScope } from '@lianyi/schema/documents/kinds';
import { afterEach, beforeEach, expect, test } from 'vitest';

let clinic: TestReplica;
beforeEach(() => { clinic = aReplica(); });
afterEach(() => { clinic.close(); });

const tables = ['encounter_index', 'encounter_diagnosis', 'prescription_index', 'prescription_item_index', 'dispense_index', 'dispense_line_index', 'lot_balance', 'stock_move_index', 'review_index'];
const contents = () => Object.fromEntries(tables.map((table) => [table, clinic.replica.all(`SELECT * FROM ${table} ORDER BY 1, 2, 3, 4`)]));

const visit = anEncounter({ diagnoses: [{ system: 'icd10', code: 'J44.100', text: '慢阻肺急性加重' }, { system: 'tcm', code: '', text: '咳嗽' }] });
const prescription = aPrescription({ encounterId: visit.id, patientId: visit.patientId, order: { items: [aPrescriptionItem(), aPrescriptionItem({ itemNo: 2 }, productNamed('泼尼松片'))] } });
const moves = [
  aStockMove({ moved: aSignature({ at: '2026-02-20T09:00:00+08:00' }) }),
  aStockMove({ quantity: -8, reason: 'dispense', packCostFen: null, shelf: '', moved: aSignature({ at: '2026-03-01T09:00:00+08:00' }) }),
  aStockMove({ quantity: 20, packCostFen: 700, shelf: 'C-01', moved: aSignature({ at: '2026-02-28T09:00:00+08:00' }) }),
];

test('a page\'s tables follow the documents, and rebuilt from them are the same', () => {
  clinic.pull(visit, prescription, ...moves, aReview());
  clinic.pull({ ...visit, progress: { state: 'signed', signature: aSignature() }, diagnoses: visit.diagnoses.slice(0, 1) }, { ...prescription, stopped: { signature: aSignature(), reason: '改药' } });
  const followed = contents();
  expect(followed).toMatchObject({
    encounter_index: [{ id: visit.id, state: 'signed', main_code: 'J44.100', day: '2026-03-09' }],
    encounter_diagnosis: [{ ordinal: 0 }],
    prescription_index: [{ item_count: 2, amount_fen: 570, stopped_at: '2026-03-09T09:42:18+08:00' }],
    lot_balance: [{ quantity: 52, moves: 3, shelf: 'C-01', pack_cost_fen: 700 }],
    review_index: [{ state: 'open', about_unit: 'phone' }],
  });
  clinic.replica.rebuildProjections();
  expect(contents()).toEqual(followed);
});

test('what leaves this PC leaves the tables, and a lot is added up again from the moves that stay', () => {
  clinic.pull(visit, prescription, ...moves);
  const [scope = ''] = clinic.scopes;
  const evicted = [visit.id, prescription.id, moves[2]?.id ?? ''];
  clinic.replica.apply({ epoch: clinic.county.epoch, scopes: [...clinic.scopes], receipts: [], page: clinic.county.evicts(evicted, scope) });
  expect(scope).toBe(organisationScope(clinic.identity.orgId));
  const left = contents();
  expect(left).toMatchObject({ encounter_index: [], encounter_diagnosis: [], prescription_index: [], prescription_item_index: [], lot_balance: [{ quantity: 32, moves: 2, shelf: 'B-11', pack_cost_fen: 640 }] });
  clinic.replica.rebuildProjections();
  expect(contents()).toEqual(left);
});
