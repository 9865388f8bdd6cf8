import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SqliteDatabase } from './database.ts';
import { openDatabase } from './database.ts';

let directory: string;
let database: SqliteDatabase;
const key = randomBytes(32);
const open = (): SqliteDatabase => openDatabase({ path: join(directory, 'replica.db'), encryption: { kind: 'sqlcipher', key } });
const names = (from: SqliteDatabase): unknown[] => from.prepare('SELECT name FROM note ORDER BY name').all().map((row) => (row as { name: string }).name);
/** What another process would find after a power cut now. */
const onDisk = (): unknown[] => {
  const other = open();
  try {
    return names(other);
  } finally {
    other.close();
  }
};
const add = (name: string): void => void database.prepare('INSERT INTO note (name) VALUES (?)').run(name);

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lianyi-groups-'));
  database = open();
  database.exec('CREATE TABLE note (name TEXT PRIMARY KEY)');
});
afterEach(() => {
  database.close();
  rmSync(directory, { recursive: true, force: true });
});

test('SAVE-1 works of a group are seen at once, and are on the disk together: with the fourth, or when the group is ended', () => {
  for (const name of ['a', 'b', 'c']) database.grouped(() => add(name));
  expect([names(database), onDisk()]).toEqual([['a', 'b', 'c'], []]);
  database.grouped(() => add('d'));
  expect(onDisk()).toEqual(['a', 'b', 'c', 'd']);
  database.grouped(() => add('e'));
  expect(onDisk()).toHaveLength(4);
  database.endGroup();
  database.endGroup();
  expect(onDisk()).toHaveLength(5);
});

test.each<readonly [string, () => unknown]>([
  ['a save', () => database.immediately(() => add('save'))],
  ['a single statement', () => add('save')],
  ['several statements', () => database.exec("INSERT INTO note (name) VALUES ('save')")],
])('SAVE-1 %s is on the disk when it returns, and what was grouped before it, too', (_what, save) => {
  database.grouped(() => add('a'));
  save();
  expect(onDisk()).toEqual(['a', 'save']);
  database.grouped(() => add('b'));
  expect([names(database), onDisk()]).toEqual([['a', 'b', 'save'], ['a', 'save']]);
});

test('SAVE-1 a work that fails takes the group with it, and the next begins another; a save that fails takes nothing of what was grouped', () => {
  database.grouped(() => add('a'));
  expect(() => database.grouped(() => { add('b'); add('a'); })).toThrow('UNIQUE');
  expect(names(database)).toEqual([]);
  database.grouped(() => add('c'));
  expect(() => database.immediately(() => { add('d'); throw new Error('no'); })).toThrow('no');
  expect([names(database), onDisk()]).toEqual([['c'], ['c']]);
});

test('SAVE-1 a group whose commit fails under another write is gone whole, the write is told, and can be done again', () => {
  database.exec('CREATE TABLE about (name TEXT REFERENCES note (name))');
  database.grouped(() => {
    add('a');
    database.pragma('defer_foreign_keys=ON');
    database.prepare("INSERT INTO about (name) VALUES ('nobody')").run();
  });
  expect(() => database.immediately(() => add('save'))).toThrow('FOREIGN KEY');
  expect([names(database), onDisk()]).toEqual([[], []]);
  database.immediately(() => add('save'));
  expect(onDisk()).toEqual(['save']);
});

test('SAVE-1 a database whose last group cannot be kept is closed all the same', () => {
  database.exec('CREATE TABLE about (name TEXT REFERENCES note (name))');
  database.grouped(() => {
    database.pragma('defer_foreign_keys=ON');
    database.prepare("INSERT INTO about (name) VALUES ('nobody')").run();
  });
  expect(() => database.close()).toThrow('FOREIGN KEY');
  expect(() => names(database)).toThrow('not open');
  database = open();
});

test('SAVE-1 a database that is closed keeps its group', () => {
  database.grouped(() => add('a'));
  database.close();
  database = open();
  expect(names(database)).toEqual(['a']);
});
