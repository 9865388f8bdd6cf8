import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SqliteDatabase } from '../database.ts';
import { openDatabase } from '../database.ts';
import { core } from './0001-core.ts';
import { correction } from './0040-correction.ts';
import { patientLink } from './0041-patient-link.ts';
import { migrate } from './migrate.ts';

let database: SqliteDatabase;
beforeEach(() => {
  database = openDatabase({ path: join(mkdtempSync(join(tmpdir(), 'lianyi-steps-')), 'replica.db'), encryption: { kind: 'sqlcipher', key: randomBytes(32) } });
  migrate(database, [core]);
  database.exec(`INSERT INTO bundle (save_number, id, lane, link_number, link_hash, body, body_hash, signature, action, saved_at) VALUES (1, 'b1', 'routine', 1, '', '', '', '', '', '');
    INSERT INTO overlay (document_id, save_number) VALUES ('d1', 1)`);
  migrate(database, [core, correction, patientLink]);
});
afterEach(() => database.close());

test('step 40: overlays that were there lie where their save numbers say, and a bundle is corrected once', () => {
  expect(database.prepare('SELECT document_id, save_number, place FROM overlay').all()).toEqual([{ document_id: 'd1', save_number: 1, place: null }]);
  database.exec("INSERT INTO bundle (save_number, id, lane, link_number, link_hash, body, body_hash, signature, action, saved_at) VALUES (2, 'b2', 'routine', 2, '', '', '', '', '', '')");
  database.exec('INSERT INTO correction (save_number, by_save_number, place) VALUES (1, 2, 1)');
  expect(() => database.exec('INSERT INTO correction (save_number, by_save_number, place) VALUES (1, 3, 1)')).toThrow('UNIQUE');
});

test('step 41: the records that are linked with one are answered by an index', () => {
  const plan = database.prepare("EXPLAIN QUERY PLAN SELECT other_id FROM patient_link WHERE patient_id = 'p' ORDER BY other_id").all().map((row) => (row as { detail: string }).detail).join('; ');
  expect(plan).toContain('PRIMARY KEY');
});
