import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SqliteDatabase } from '../database.ts';
import { openDatabase } from '../database.ts';
import { core } from './0001-core.ts';
import { attachment } from './0080-attachment.ts';
import { migrate } from './migrate.ts';

let database: SqliteDatabase;
beforeEach(() => {
  database = openDatabase({ path: join(mkdtempSync(join(tmpdir(), 'lianyi-steps-')), 'replica.db'), encryption: { kind: 'sqlcipher', key: randomBytes(32) } });
  migrate(database, [core]);
  database.exec("INSERT INTO document (id, kind, version, shown) VALUES ('d1', 'encounter', 1, '{}')");
  migrate(database, [core, attachment]);
});
afterEach(() => database.close());

test('step 80 leaves the documents that were there before it', () => {
  expect(database.prepare('SELECT id FROM document').all()).toEqual([{ id: 'd1' }]);
});

test('step 80: a record\'s attachments are answered by an index', () => {
  const sql = "SELECT id FROM attachment_index WHERE patient_id IN (SELECT value FROM json_each('[]')) ORDER BY taken_at DESC";
  expect(database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all().map((row) => (row as { detail: string }).detail).join('; ')).toContain('attachment_of_patient');
});
