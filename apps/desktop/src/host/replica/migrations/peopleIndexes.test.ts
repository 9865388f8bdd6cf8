import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SqliteDatabase } from '../database.ts';
import { openDatabase } from '../database.ts';
import { core } from './0001-core.ts';
import { patientSearch } from './0002-patient-search.ts';
import { queueIndex } from './0003-queue-index.ts';
import { historyIndex } from './0004-history-index.ts';
import { followUp } from './0005-follow-up.ts';
import { patientBundles } from './0006-patient-bundles.ts';
import { encounterIndex } from './0010-encounter-index.ts';
import { groupIndex } from './0091-group-index.ts';
import { migrate } from './migrate.ts';

let database: SqliteDatabase;
let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lianyi-steps-'));
  database = openDatabase({ path: join(directory, 'replica.db'), encryption: { kind: 'sqlcipher', key: randomBytes(32) } });
  migrate(database, [core]);
  // Data from before the steps under test.
  database.exec(`
    INSERT INTO document (id, kind, version, shown) VALUES ('p1', 'patient', 1, '{}');
    INSERT INTO bundle (save_number, id, lane, link_number, link_hash, body, body_hash, signature, action, saved_at) VALUES
      (1, 'b1', 'routine', 1, '', '{"writes":[{"op":"create","document":{"id":"p1"}}]}', '', '', 'patients.register', ''),
      (2, 'b2', 'routine', 2, '', '{"writes":[{"op":"change","id":"p1"}]}', '', '', 'patients.change', ''),
      (3, 'b3', 'routine', 3, '', '{"writes":[{"op":"change","id":"p1"}]}', '', '', 'imports.roster', '')`);
  migrate(database, [core, patientSearch, queueIndex, historyIndex, followUp, patientBundles, encounterIndex, groupIndex]);
});
afterEach(() => {
  database.close();
  rmSync(directory, { recursive: true, force: true });
});

const plan = (sql: string): string => database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all().map((row) => (row as { detail: string }).detail).join('; ');

test('steps 2 to 6 leave the data that was there before them', () => {
  expect(database.prepare('SELECT id FROM document').all()).toEqual([{ id: 'p1' }]);
  expect(database.prepare('SELECT count(*) AS n FROM bundle').get()).toEqual({ n: 3 });
});

test('step 2: who shares a number, a birth date or a telephone is found by an index', () => {
  expect(plan("SELECT name FROM patient_row WHERE identity_number = 'x'")).toContain('patient_row_by_identity_number');
  expect(plan("SELECT name FROM patient_row WHERE record_number = 'x'")).toContain('patient_row_by_record_number');
  expect(plan("SELECT name FROM patient_row WHERE birth_date = 'x'")).toContain('patient_row_by_birth_date');
  expect(plan("SELECT name FROM patient_row WHERE phone = 'x'")).toContain('patient_row_by_phone');
  expect(plan("SELECT row FROM patient_row WHERE patient_id = 'x'")).toContain('SEARCH patient_row USING COVERING INDEX');
});

test('step 91: everybody of a group, and those of one institution, are found in order by an index', () => {
  expect(plan("SELECT row FROM patient_row WHERE village_group = 'x' ORDER BY home_id, row LIMIT 5")).toBe('SEARCH patient_row USING COVERING INDEX patient_row_by_group (village_group=?)');
  expect(plan("SELECT row FROM patient_row WHERE village_group = 'x' AND home_id = 'y' ORDER BY row LIMIT 5")).toBe('SEARCH patient_row USING COVERING INDEX patient_row_by_group (village_group=? AND home_id=?)');
});

test('step 2: the terms of one are deleted without their text, and whole names beyond the basic plane are one term', () => {
  const add = database.prepare('INSERT INTO patient_terms (rowid, terms) VALUES (?, ?)');
  const find = (expression: string): unknown[] => database.prepare('SELECT rowid AS row FROM patient_terms WHERE patient_terms MATCH ? ORDER BY rowid DESC').all(expression);
  add.run(1, 'n王𬱖芬 pwangdifen');
  add.run(2, 'n王㛃 pwangjie');
  expect([find('"n王𬱖" *'), find('"pwang" *'), find('"n王" * AND "pwangj" *')]).toEqual([[{ row: 1 }], [{ row: 2 }, { row: 1 }], [{ row: 2 }]]);
  database.prepare('DELETE FROM patient_terms WHERE rowid = 1').run();
  expect(find('"pwang" *')).toEqual([{ row: 2 }]);
  database.exec('DELETE FROM patient_terms');
  expect(find('"pwang" *')).toEqual([]);
});

test('steps 3 to 5: the pages of today and of a chart are answered by an index', () => {
  expect(plan("SELECT id FROM queue_index WHERE org_id = 'x' AND day = 'y' AND state = 'waiting'")).toContain('queue_index_by_day');
  expect(plan("SELECT id FROM queue_index WHERE patient_id = 'x' AND day = 'y'")).toContain('queue_index_by_patient');
  expect(plan("SELECT id FROM history_index WHERE patient_id = 'x' ORDER BY day DESC LIMIT 10")).toContain('SEARCH history_index USING PRIMARY KEY');
  expect(plan("SELECT day FROM programme_visit WHERE patient_id = 'x' ORDER BY day DESC, encounter_id DESC LIMIT 40")).toBe('SEARCH programme_visit USING COVERING INDEX programme_visit_by_patient (patient_id=?)');
  expect(plan("SELECT count(*) FROM follow_up WHERE due_on <= 'x'")).toContain('follow_up_by_due');
});

test('step 6: a patient\'s own registrations and changes are found by an index, those saved before it too', () => {
  const own = "SELECT save_number FROM bundle WHERE action GLOB 'patients.*' AND coalesce(json_extract(body, '$.writes[0].id'), json_extract(body, '$.writes[0].document.id')) = 'p1' ORDER BY save_number DESC LIMIT 60";
  expect(plan(own)).toContain('bundle_by_patient');
  expect(database.prepare(own).all()).toEqual([{ save_number: 2 }, { save_number: 1 }]);
});
