import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SqliteDatabase } from '../database.ts';
import { openDatabase } from '../database.ts';
import { core } from './0001-core.ts';
import { lanes } from './0020-lanes.ts';
import { migrations } from './index.ts';
import { migrate, NewerReplica } from './migrate.ts';

let database: SqliteDatabase;
beforeEach(() => {
  database = openDatabase({ path: join(mkdtempSync(join(tmpdir(), 'lianyi-steps-')), 'replica.db'), encryption: { kind: 'sqlcipher', key: randomBytes(32) } });
});
afterEach(() => database.close());

test('the steps have numbers of their own, and an empty file comes to the newest', () => {
  expect(new Set(migrations.map((step) => step.number)).size).toBe(migrations.length);
  migrate(database, migrations);
  expect(database.pragma('user_version')).toBe(Math.max(...migrations.map((step) => step.number)));
  migrate(database, migrations);
});

test('a later step finds the data that was there before it', () => {
  migrate(database, [core]);
  database.exec("INSERT INTO document (id, kind, version, shown) VALUES ('d1', 'patient', 1, '{}')");
  migrate(database, [{ number: 2, name: 'later', sql: "ALTER TABLE document ADD COLUMN extra TEXT NOT NULL DEFAULT 'x'" }, core]);
  expect(database.prepare('SELECT id, extra FROM document').all()).toEqual([{ id: 'd1', extra: 'x' }]);
});

test('a step that fails leaves nothing of itself behind', () => {
  migrate(database, [core]);
  const broken = { number: 2, name: 'broken', sql: 'CREATE TABLE half (a); CREATE TABLE document (b);' };
  expect(() => migrate(database, [core, broken])).toThrow('already exists');
  expect(database.pragma('user_version')).toBe(1);
  expect(database.prepare("SELECT name FROM sqlite_master WHERE name = 'half'").all()).toEqual([]);
});

test('a replica that a newer app wrote is refused untouched', () => {
  database.pragma('user_version=4711');
  expect(() => migrate(database, [core])).toThrow(NewerReplica);
  expect(database.prepare("SELECT count(*) AS count FROM sqlite_master").get()).toEqual({ count: 0 });
});

test('step 1: a save number, a bundle id and a place in the chain exist once each', () => {
  migrate(database, [core]);
  const insert = (saveNumber: number, id: string, link: number): void =>
    void database.prepare("INSERT INTO bundle (save_number, id, lane, link_number, link_hash, body, body_hash, signature, action, saved_at) VALUES (?, ?, 'routine', ?, '', '', '', '', '', '')").run(saveNumber, id, link);
  insert(1, 'a', 1);
  expect(() => insert(1, 'b', 2)).toThrow('UNIQUE');
  expect(() => insert(2, 'a', 2)).toThrow('UNIQUE');
  expect(() => insert(2, 'b', 1)).toThrow('UNIQUE');
  insert(2, 'b', 2);
});

test('step 60: what is parked of a patient is found by an index, in a replica that had parked before', () => {
  migrate(database, migrations.filter((step) => step.number < 60));
  database.exec(`INSERT INTO parked (document_id, kind, version, revision, hash, body, reason) VALUES ('d1', 'vaccination', 1, 1, x'00', '{"id":"d1","patientId":"p1"}', 'unknownKind')`);
  migrate(database, migrations);
  const parked = "SELECT kind FROM parked WHERE document_id = 'p1' OR json_extract(body, '$.patientId') = 'p1'";
  expect(database.prepare(parked).all()).toEqual([{ kind: 'vaccination' }]);
  expect(database.prepare(`EXPLAIN QUERY PLAN ${parked}`).all().map((row) => (row as { detail: string }).detail).join('; ')).toContain('parked_patient');
  expect(database.prepare('SELECT * FROM lowered').all()).toEqual([]);
});

test('step 1: the questions that every save and page asks are answered by an index', () => {
  migrate(database, [core]);
  const plan = (sql: string): string =>
    database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all().map((row) => (row as { detail: string }).detail).join('; ');
  const openReviews = "SELECT shown FROM document WHERE kind = 'review' AND shown IS NOT NULL AND json_extract(shown, '$.resolution') IS NULL AND json_extract(shown, '$.about.id') = 'x'";
  expect(plan(openReviews)).toContain('document_open_review');
  expect(plan("SELECT action, count(*) FROM bundle WHERE state = 'waiting' GROUP BY action")).toContain('bundle_waiting');
  expect(plan("SELECT saved_at FROM bundle WHERE state = 'waiting' ORDER BY save_number LIMIT 1")).toContain('bundle_waiting');
  expect(plan('SELECT save_number, settles_at FROM bundle WHERE settles_at IS NOT NULL')).toContain('bundle_settling');
  expect(plan("SELECT count(*) FROM bundle WHERE outcome = 'quarantined'")).toContain('bundle_quarantined');
  expect(plan('SELECT document_id FROM overlay WHERE save_number = 1')).toContain('overlay_save');
  expect(plan('DELETE FROM maker WHERE save_number = 1')).toContain('maker_save');
});

test('step 92: the documents of a kind are gone through in the order in which they came, by an index that says nothing but their kind', () => {
  migrate(database, migrations);
  const plan = database.prepare("EXPLAIN QUERY PLAN SELECT number, shown FROM document WHERE kind = 'patient' AND number > 9 AND shown IS NOT NULL ORDER BY number LIMIT 500").all().map((row) => (row as { detail: string }).detail).join('; ');
  expect(plan).toContain('document_by_kind (kind=? AND rowid>?)');
  expect(plan).not.toContain('TEMP');
});

test('step 20: what was saved before is sent in its order, and sending and suspense are answered by an index', () => {
  migrate(database, [core]);
  for (const saveNumber of [1, 2, 3]) {
    database.exec(`INSERT INTO bundle (save_number, id, lane, link_number, link_hash, body, body_hash, signature, action, saved_at) VALUES (${saveNumber}, 'b${saveNumber}', 'routine', ${saveNumber}, '', '', '', '', '', '')`);
  }
  migrate(database, [core, lanes]);
  const sending = "SELECT id FROM bundle INDEXED BY bundle_sending WHERE state = 'waiting' AND lane = 'routine' ORDER BY link_number LIMIT 2";
  expect(database.prepare(sending).all()).toEqual([{ id: 'b1' }, { id: 'b2' }]);
  const plan = database.prepare("EXPLAIN QUERY PLAN SELECT lane FROM bundle b WHERE b.outcome = 'waiting' AND b.lane = 'routine'").all();
  expect(plan.map((row) => (row as { detail: string }).detail).join('; ')).toContain('bundle_in_suspense');
});

test('step 30: what is due to leave is found by an index, also in a replica from before', () => {
  migrate(database, migrations.filter((step) => step.number < 30));
  database.exec("INSERT INTO document (id, kind, version, evict_due) VALUES ('a', 'patient', 1, 1), ('b', 'patient', 1, 0)");
  migrate(database, migrations);
  expect(database.prepare('SELECT id FROM document WHERE evict_due = 1').all()).toEqual([{ id: 'a' }]);
  const plan = database.prepare('EXPLAIN QUERY PLAN SELECT id FROM document WHERE evict_due = 1').all().map((row) => (row as { detail: string }).detail).join('; ');
  expect(plan).toContain('document_evict_due');
});

test('step 50: what was there keeps its receipts, and none of it counts as of a former epoch', () => {
  migrate(database, migrations.filter((step) => step.number < 50));
  database.exec("INSERT INTO document (id, kind, version, revision, shown) VALUES ('d1', 'patient', 1, 3, '{}')");
  database.exec("INSERT INTO bundle (save_number, id, lane, link_number, link_hash, body, body_hash, signature, action, saved_at, receipt) VALUES (1, 'a', 'routine', 1, '', '', '', '', '', '', '{}')");
  migrate(database, migrations);
  expect(database.prepare('SELECT * FROM former_content').all()).toEqual([]);
  database.exec("INSERT INTO former_receipt (save_number, epoch, receipt) SELECT save_number, 'e1', receipt FROM bundle");
  expect(() => database.exec("INSERT INTO former_receipt (save_number, epoch, receipt) VALUES (1, 'e1', '{}')")).toThrow('UNIQUE');
});

test('step 89: a replica of before has nothing written down, and looks of a person are found by an index', () => {
  migrate(database, migrations.filter((step) => step.number < 89));
  migrate(database, migrations);
  expect(database.prepare('SELECT * FROM chart_read').all()).toEqual([]);
  const plan = database.prepare("EXPLAIN QUERY PLAN SELECT * FROM chart_read WHERE person_id = 'p1' ORDER BY number LIMIT 200").all();
  expect(plan.map((row) => (row as { detail: string }).detail).join('; ')).toContain('chart_read_person');
});
