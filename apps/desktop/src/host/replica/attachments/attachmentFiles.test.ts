import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId } from '@lianyi/schema/basics/ids';
import type { AttachmentPart } from '@lianyi/schema/documents/attachment';
import { aPicture, sha256Of } from '@lianyi/tests/builders/anAttachment';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SqliteDatabase } from '../database.ts';
import { openDatabase } from '../database.ts';
import { migrations } from '../migrations/index.ts';
import { migrate } from '../migrations/migrate.ts';
import type { Tables } from '../tables.ts';
import { tablesOf } from '../tables.ts';
import type { AttachmentFiles } from './attachmentFiles.ts';
import { attachmentFilesOf, isBytesWaiting, keepFile } from './attachmentFiles.ts';
import { sealedFilesIn } from './sealedFiles.ts';

let directory: string;
let database: SqliteDatabase;
let tables: Tables;
let files: AttachmentFiles;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lianyi-attachments-'));
  database = openDatabase({ path: join(directory, 'replica.db'), encryption: { kind: 'sqlcipher', key: randomBytes(32) } });
  migrate(database, migrations);
  tables = tablesOf(database);
  tables.setMeta('epoch', 'one');
  files = attachmentFilesOf({ database, tables, now: () => new Date() }, sealedFilesIn(directory), 200_000);
});
afterEach(() => {
  database.close();
  rmSync(directory, { recursive: true });
});

const folder = (): string => join(directory, 'attachments');
const add = (bytes: Buffer, attachmentId: string, part: AttachmentPart): string => {
  const sealed = files.seal(bytes);
  keepFile(tables, { ...sealed, attachmentId, part }, new Date());
  return sealed.sha256;
};

test('ATT-5 thumbnails go before originals, and the newest before the older', () => {
  const [older, newer] = [newId(1_000), newId(2_000)];
  for (const id of [older, newer]) {
    add(aPicture(30_000), id, 'original');
    add(aPicture(2_000), id, 'thumbnail');
  }
  expect(files.uploads().map(({ attachmentId, part }) => [attachmentId, part])).toEqual([[newer, 'thumbnail'], [older, 'thumbnail'], [newer, 'original'], [older, 'original']]);
});

test('ATT-8 held is the word of one history: in another the county is asked again, and nothing is purged before', () => {
  const sha256 = add(aPicture(), newId(), 'original');
  expect(isBytesWaiting(tables)).toBe(true);
  files.held(sha256);
  expect([files.uploads(), isBytesWaiting(tables), files.state(sha256)?.isHeld]).toEqual([[], false, true]);
  tables.setMeta('epoch', 'two');
  expect(files.uploads()).toHaveLength(1);
  expect([isBytesWaiting(tables), files.state(sha256)?.isHeld]).toEqual([true, false]);
});

test('ATT-3 a save that is cut off between a file and its document leaves nothing that stays; the same picture twice is one file', () => {
  const picture = aPicture();
  const sha256 = add(picture, newId(), 'original');
  files.seal(aPicture());
  expect(readdirSync(folder())).toHaveLength(2);
  files.sweep();
  expect(readdirSync(folder())).toHaveLength(1);
  expect(files.seal(picture).name).toBe(readdirSync(folder())[0]);
  expect(files.read(sha256)?.equals(picture)).toBe(true);
});

test('ATT-7 what comes in pieces is put together from any byte on, and what is not what was meant is not kept', () => {
  const picture = aPicture(10_007);
  const content = { mediaType: 'image/jpeg', bytes: picture.length, sha256: sha256Of(picture) } as const;
  expect(files.begin(content)).toBe(0);
  files.append(content.sha256, 0, picture.subarray(0, 3_333));
  expect(files.begin(content)).toBe(3_333);
  files.append(content.sha256, 3_333, picture.subarray(3_333));
  expect(files.read(content.sha256)).toBeNull();
  expect(files.finish(content.sha256)).toBe(true);
  expect(files.read(content.sha256)?.equals(picture)).toBe(true);
  const [name = ''] = readdirSync(folder());
  const sealed = readFileSync(join(folder(), name));
  sealed[5_000] = (sealed[5_000] ?? 0) ^ 1;
  writeFileSync(join(folder(), name), sealed);
  expect(files.read(content.sha256)).toBeNull();
  expect([files.state(content.sha256), readdirSync(folder())]).toEqual([null, []]);
});

test('ATT-6 what the county holds makes room, what it does not hold never does', () => {
  const [held, alone] = [add(aPicture(90_000), newId(), 'original'), add(aPicture(90_000), newId(), 'original')];
  expect(files.makeRoom(90_000)).toBe(false);
  files.held(held);
  expect(files.makeRoom(90_000)).toBe(true);
  expect([files.state(held), files.state(alone)?.isWhole]).toEqual([null, true]);
});
