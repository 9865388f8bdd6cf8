import { existsSync, statSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { newId } from '@lianyi/schema/basics/ids';
import type { BackupManifest } from '../store/backup/dumpTables.ts';
import { dumpTables } from '../store/backup/dumpTables.ts';
import { becomeEngine, isEmptyDatabase, loadTables, NotRestorable } from '../store/backup/loadTables.ts';
import type { BackupSecret } from '../store/backup/sealedFile.ts';
import { fileDigest, NotReadable, readSealed, unfinished, writeSealed } from '../store/backup/sealedFile.ts';
import type { Database } from '../store/database.ts';
import { inTransaction } from '../store/inTransaction.ts';
import { migrate } from '../store/migrate.ts';
import { tellScopes } from '../store/scopeNotices.ts';
import { openCountyKey } from '../sync/countyKey.ts';
import { recordCommandIn } from './recordCommand.ts';
import { isFileTrouble, troubleWords } from './troubleWords.ts';

export interface BackupOptions {
  readonly keyFile: string | undefined;
  readonly keyDir: string | undefined;
}

/** What was done, or why not, in both languages. */
export type BackupResult = { readonly ok: true; readonly facts: unknown; readonly words: string } | { readonly ok: false; readonly words: string };

const keyName = 'county.key';

/** One moment of the whole county, with its key, sealed in a file; read back to the end before it counts. */
export async function backup(db: Database, path: string, options: BackupOptions, now: Date): Promise<BackupResult> {
  const secret = await secretOf(options);
  if (secret === null) return refused(noSecret);
  const keyDir = keyDirOf(options);
  if (keyDir === null || !existsSync(join(keyDir, keyName))) return refused('没有找到县密钥：请用 --key-dir 或 LIANYI_KEY_DIR 指出\nThe county key was not found: give --key-dir or LIANYI_KEY_DIR');
  const found = existsSync(path) ? statSync(path) : null;
  if (found?.isDirectory() === true) return refused(`没有备份：这是文件夹，要给出文件名 · Not backed up: this is a folder, name a file: ${path}`);
  // It would be put in its place: a device as well, for who may do that.
  if (found?.isFile() === false) return refused(`没有备份：这不是普通文件，请给另一个文件名 · Not backed up: this is no regular file, name another: ${path}`);
  try {
    const countyKey = await readFile(join(keyDir, keyName), 'utf8');
    let manifest: BackupManifest | null = null;
    await writeSealed(path, secret, async (write) => { manifest = await dumpTables(db, countyKey, now, write); });
    let rows = 0;
    for await (const line of readSealed(path, secret)) if ('end' in line) ({ rows } = line);
    const facts = { file: path, sha256: await fileDigest(path), rows, ...summaryOf(manifest) };
    return { ok: true, facts, words: JSON.stringify(facts) };
  } catch (error) {
    if (isFileTrouble(error)) return refused(`没有备份 · Not backed up: ${troubleWords(error, path).replace(unfinished(path), path)}`);
    if (error instanceof NotReadable) return refused(`备份写下后读不回来，不算数 · The backup cannot be read back, and does not count: ${error.message}`);
    throw error;
  }
}

/** Fills an empty database from a backup, puts the county's key back, and begins a new epoch. @param db as its owner: the tables are made here */
export async function restore(db: Database, path: string, options: BackupOptions): Promise<BackupResult> {
  const secret = await secretOf(options);
  if (secret === null) return refused(noSecret);
  const keyDir = keyDirOf(options);
  if (keyDir === null) return refused('县密钥放在哪里？请用 --key-dir 或 LIANYI_KEY_DIR 指出\nWhere does the county key go? Give --key-dir or LIANYI_KEY_DIR');
  if (!(await isEmptyDatabase(db))) return refused('这个数据库不是空的，没有动它\nThis database is not empty: nothing was touched');
  try {
    for await (const line of readSealed(path, secret)) {
      if (!('manifest' in line)) throw new NotRestorable('开头不对 · it does not begin with a manifest');
      const refusal = await putKey(keyDir, line.manifest.countyKey);
      if (refusal !== null) return refused(refusal);
      break;
    }
    const epoch = newId();
    const manifest = await loadTables(db, readSealed(path, secret), epoch);
    // The backup may be of an earlier version, whose tables a server that runs may not read.
    await migrate(db);
    // A server that runs on this database looks again, and goes over to the new history.
    await tellScopes(db, ['*']);
    const facts = { ...summaryOf(manifest), newEpoch: epoch };
    const key = await openCountyKey(keyDir);
    await inTransaction(db, async (tx) => {
      await becomeEngine(tx);
      await recordCommandIn(tx, key, 'county.restore', epoch, manifest === null ? {} : { madeAt: manifest.madeAt });
    });
    return { ok: true, facts, words: `${JSON.stringify(facts)}\n下一步：启动县服务器，核对设备清单，再运行 county -- confirm-devices\nNext: start the county server, look through the devices, then run county -- confirm-devices` };
  } catch (error) {
    if (error instanceof NotReadable || error instanceof NotRestorable) return refused(`不能恢复这份备份 · This backup cannot be restored: ${error.message}`);
    if (isFileTrouble(error)) return refused(`没有恢复 · Not restored: ${troubleWords(error, path)}`);
    throw error;
  }
}

const summaryOf = (manifest: BackupManifest | null) => manifest && { epoch: manifest.epoch, madeAt: manifest.madeAt, scopeNumbers: manifest.scopeNumbers };

const refused = (words: string): BackupResult => ({ ok: false, words });

const noSecret = '请用 LIANYI_BACKUP_PASSPHRASE 给出口令（至少 12 个字符），或用 --key-file 给出至少 32 字节的密钥文件\nGive a passphrase of 12 characters or more in LIANYI_BACKUP_PASSPHRASE, or a key file of 32 bytes or more with --key-file';

async function secretOf({ keyFile }: BackupOptions): Promise<BackupSecret | null> {
  if (keyFile !== undefined) {
    const bytes = await readFile(keyFile).catch(() => Buffer.alloc(0));
    return bytes.length >= 32 ? { keyFile: bytes } : null;
  }
  const passphrase = process.env['LIANYI_BACKUP_PASSPHRASE'] ?? '';
  return passphrase.length >= 12 ? { passphrase } : null;
}

/** As given, else that of the demo here or in this clone. */
function keyDirOf({ keyDir }: BackupOptions): string | null {
  const given = keyDir ?? process.env['LIANYI_KEY_DIR'];
  if (given !== undefined) return given;
  const folders = [process.cwd(), join(import.meta.dirname, '..', '..', '..', '..')].map((folder) => join(folder, '.lianyi', 'county', 'keys'));
  return folders.find((folder) => existsSync(folder)) ?? null;
}

/** @returns why not, if another county's key lies there */
async function putKey(keyDir: string, pem: string): Promise<string | null> {
  await mkdir(keyDir, { recursive: true, mode: 0o700 });
  const path = join(keyDir, keyName);
  const present = await readFile(path, 'utf8').catch(() => null);
  if (present !== null && present !== pem) return `${keyDir} 里是另一个县的密钥，没有动它\n${keyDir} holds the key of another county: nothing was touched`;
  if (present === null) await writeFile(path, pem, { mode: 0o600, flag: 'wx' });
  return null;
}
