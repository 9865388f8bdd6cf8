import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SqliteDatabase } from '../database.ts';
import { openDatabase } from '../database.ts';
import { core } from './0001-core.ts';
import { encounterIndex } from './0010-encounter-index.ts';
import { prescriptionIndex } from './0011-prescription-index.ts';
import { dispenseIndex } from './0012-dispense-index.ts';
import { lotBalance } from './0013-lot-balance.ts';
import { reviewIndex } from './0014-review-index.ts';
import { migrate } from './migrate.ts';

const steps = [encounterIndex, prescriptionIndex, dispenseIndex, lotBalance, reviewIndex];
let database: SqliteDatabase;
beforeEach(() => {
  database = openDatabase({ path: join(mkdtempSync(join(tmpdir(), 'lianyi-steps-')), 'replica.db'), encryption: { kind: 'sqlcipher', key: randomBytes(32) } });
  migrate(database, [core]);
  database.exec("INSERT INTO document (id, kind, version, shown) VALUES ('d1', 'encounter', 1, '{}')");
  migrate(database, [core, ...steps]);
});
afterEach(() => database.close());

test('steps 10 to 14 leave the documents that were there before them', () => {
  expect(database.prepare('SELECT id FROM document').all()).toEqual([{ id: 'd1' }]);
});

test.each([
  ['step 10: a patient\'s visits', "SELECT id FROM encounter_index WHERE patient_id = 'p' AND started_at < 'x' ORDER BY started_at DESC LIMIT 1", 'encounter_index_by_patient'],
  ['step 10: a clinic\'s day', "SELECT id FROM encounter_index WHERE org_id = 'o' AND day = 'x'", 'encounter_index_by_day'],
  ['step 10: what a clinic diagnosed lately', "SELECT system, code, text, count(*) FROM encounter_diagnosis WHERE org_id = 'o' AND day >= 'x' GROUP BY system, code, text", 'COVERING INDEX encounter_diagnosis_by_day'],
  ['step 11: a patient\'s prescriptions', "SELECT id FROM prescription_index WHERE patient_id = 'p' AND created_at >= 'x' ORDER BY created_at DESC", 'prescription_index_by_patient'],
  ['step 11: a visit\'s prescription', "SELECT id FROM prescription_index WHERE encounter_id = 'e'", 'prescription_index_by_encounter'],
  ['step 11: the number of the next', "SELECT max(number) FROM prescription_index WHERE org_id = 'o' AND day = 'x'", 'prescription_index_by_day'],
  ['step 12: what left for a prescription', "SELECT item_no, sum(quantity) FROM dispense_line_index WHERE prescription_id = 'p' GROUP BY item_no", 'COVERING INDEX dispense_line_index_by_item'],
  ['step 12: a clinic\'s takings', "SELECT sum(amount_fen) FROM dispense_index WHERE org_id = 'o' AND day = 'x'", 'dispense_index_by_day'],
  ['step 13: what a lot holds', "SELECT quantity FROM lot_balance WHERE owner_id = 'o' AND product_id = 'p' AND expiry = 'x' AND lot_number = 'l'", 'PRIMARY KEY'],
  ['step 13: a product\'s lots, the first expired first', "SELECT * FROM lot_balance WHERE owner_id = 'o' AND product_id = 'p' ORDER BY expiry, lot_number", 'PRIMARY KEY'],
  ['step 13: a month\'s use', "SELECT product_id, sum(quantity) FROM stock_move_index WHERE owner_id = 'o' AND reason = 'dispense' AND day > 'x' GROUP BY product_id", 'COVERING INDEX stock_move_index_by_reason'],
  ['step 14: what waits for somebody to look', "SELECT id FROM review_index WHERE state = 'open' ORDER BY opened_at DESC", 'review_index_by_state'],
  ['step 14: a patient\'s open reviews', "SELECT count(*) FROM review_index WHERE patient_id = 'p' AND state = 'open'", 'COVERING INDEX review_index_by_patient'],
])('%s is answered by an index', (_what, sql, index) => {
  const plan = database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all().map((row) => (row as { detail: string }).detail).join('; ');
  expect(plan).toContain(index);
  expect(plan).not.toMatch(/SCAN/);
});
