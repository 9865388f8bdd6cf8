import type { AttachmentPart, PartContent } from '@lianyi/schema/documents/attachment';
import { maxThumbnailBytes } from '@lianyi/schema/documents/attachment';
import type { Core } from '../core.ts';
import { digestHex } from '../deviceKey.ts';
import type { Tables } from '../tables.ts';
import type { NewFile, SealedBytes } from './newFile.ts';
import type { SealedFiles } from './sealedFiles.ts';
import { newSealedName } from './sealedFiles.ts';

/** What is here of some bytes. */
export interface FileState {
  readonly have: number;
  readonly isWhole: boolean;
  /** Added on this PC. */
  readonly isOurs: boolean;
  /** By the county's word, in the present history. */
  readonly isHeld: boolean;
  readonly refused: string | null;
}

export interface WaitingUpload {
  readonly attachmentId: string;
  readonly part: AttachmentPart;
  readonly sha256: string;
  readonly size: number;
}

/** The bytes of attachments on this PC: see ADR 0037. */
export interface AttachmentFiles {
  /** False when bytes that are here for good leave too little of this PC's share; what the county holds makes room first. */
  makeRoom(bytes: number): boolean;
  /** Seals bytes into a file. @throws the file system's error */
  seal(bytes: Uint8Array): SealedBytes;
  /** The document was not saved: what was sealed for it goes. */
  unseal(file: SealedBytes): void;
  state(sha256: string): FileState | null;
  /** Whole bytes, looked at again; null for what is not here, or not what it was: that is thrown away. */
  read(sha256: string): Buffer | null;
  /** @returns how much of it is here */
  begin(content: PartContent): number;
  append(sha256: string, offset: number, bytes: Uint8Array): void;
  /** All has come. False if it is not what was meant, and then nothing of it is here. */
  finish(sha256: string): boolean;
  /** What the county is to get: thumbnails first, then the newest. */
  uploads(): readonly WaitingUpload[];
  /** The names of the files that the county has not got, for whoever copies this PC. */
  waitingFiles(): readonly string[];
  held(sha256: string): void;
  refused(sha256: string, reason: string): void;
  /** Takes away files that nothing names any more. */
  sweep(): void;
}

interface FileRow {
  readonly sha256: string;
  readonly size: number;
  readonly name: string;
  readonly key: Uint8Array;
  readonly is_whole: number;
  readonly attachment_id: string | null;
  readonly held_in: string | null;
  readonly refused: string | null;
  readonly used_at: number;
}

/** Added here, and not held by the county in the history of the parameter. */
const isHereAlone = 'attachment_id IS NOT NULL AND (held_in IS NULL OR held_in <> ?)';
const dayMs = 24 * 3_600_000;

/** @param quotaBytes of this PC */
export function attachmentFilesOf({ database, tables, now }: Pick<Core, 'database' | 'tables' | 'now'>, files: SealedFiles, quotaBytes: number): AttachmentFiles {
  const rowOf = (sha256: string): FileRow | undefined => tables.get<FileRow>('SELECT * FROM attachment_file WHERE sha256 = ?', sha256);
  const epoch = (): string => tables.meta<string>('epoch') ?? '';
  const drop = ({ sha256, name }: Pick<FileRow, 'sha256' | 'name'>): void => {
    // The key goes first: without it the file says nothing.
    database.immediately(() => tables.run('DELETE FROM attachment_file WHERE sha256 = ?', sha256));
    files.remove(name);
  };
  const isRight = (row: FileRow): Buffer | null => {
    const bytes = files.length(row.name) === row.size ? files.read(row) : null;
    if (bytes !== null && digestHex(bytes) === row.sha256) return bytes;
    drop(row);
    return null;
  };
  return {
    makeRoom: (bytes) => {
      const used = (): number => tables.get<{ used: number }>('SELECT coalesce(sum(size), 0) AS used FROM attachment_file')?.used ?? 0;
      // What can be fetched again, that was looked at longest ago. Thumbnails are small, and wanted at once.
      const others = tables.all<FileRow>('SELECT * FROM attachment_file WHERE (attachment_id IS NULL OR held_in = ?) AND size > ? ORDER BY used_at', epoch(), maxThumbnailBytes);
      for (const row of others) {
        if (used() + bytes <= quotaBytes) break;
        drop(row);
      }
      return used() + bytes <= quotaBytes;
    },
    seal: (bytes) => {
      const sha256 = digestHex(bytes);
      const row = rowOf(sha256);
      // The same picture once more.
      if (row?.is_whole === 1 && isRight(row) !== null) return { sha256, size: row.size, name: row.name, key: row.key };
      const file = { ...newSealedName(), sha256, size: bytes.length };
      files.write(file, bytes);
      return file;
    },
    unseal: ({ sha256, name }) => {
      if (rowOf(sha256)?.name !== name) files.remove(name);
    },
    state: (sha256) => {
      const row = rowOf(sha256);
      if (row === undefined) return null;
      return {
        have: Math.min(row.size, files.length(row.name)), isWhole: row.is_whole === 1, isOurs: row.attachment_id !== null,
        isHeld: row.held_in !== null && row.held_in === epoch(), refused: row.refused,
      };
    },
    read: (sha256) => {
      const row = rowOf(sha256);
      if (row?.is_whole !== 1) return null;
      const bytes = isRight(row);
      // A look must not cost a sync to disk each time.
      if (bytes !== null && Math.abs(now().getTime() - row.used_at) > dayMs) database.immediately(() => tables.run('UPDATE attachment_file SET used_at = ? WHERE sha256 = ?', now().getTime(), sha256));
      return bytes;
    },
    begin: ({ sha256, bytes }) => {
      const row = rowOf(sha256);
      if (row !== undefined) return files.length(row.name);
      const { name, key } = newSealedName();
      database.immediately(() => tables.run('INSERT INTO attachment_file (sha256, size, name, key, is_whole, used_at) VALUES (?,?,?,?,0,?)', sha256, bytes, name, key, now().getTime()));
      return 0;
    },
    append: (sha256, offset, bytes) => {
      const row = rowOf(sha256);
      if (row !== undefined) files.append(row, offset, bytes);
    },
    finish: (sha256) => {
      const row = rowOf(sha256);
      if (row === undefined || isRight(row) === null) return false;
      database.immediately(() => tables.run('UPDATE attachment_file SET is_whole = 1 WHERE sha256 = ?', sha256));
      return true;
    },
    waitingFiles: () => tables.all<FileRow>(`SELECT * FROM attachment_file WHERE ${isHereAlone}`, epoch()).map(({ name }) => name),
    uploads: () =>
      tables.all<WaitingUpload>(
        `SELECT attachment_id AS attachmentId, part, sha256, size FROM attachment_file
         WHERE ${isHereAlone} AND is_whole = 1 AND refused IS NULL ORDER BY part DESC, attachment_id DESC`, epoch(),
      ),
    held: (sha256) => database.immediately(() => tables.run('UPDATE attachment_file SET held_in = ?, refused = NULL WHERE sha256 = ?', epoch(), sha256)),
    refused: (sha256, reason) => database.immediately(() => tables.run('UPDATE attachment_file SET refused = ? WHERE sha256 = ?', reason, sha256)),
    sweep: () => {
      const unnamed = tables.all<FileRow>(
        `SELECT * FROM attachment_file WHERE (attachment_id IS NULL OR held_in = ?)
         AND sha256 NOT IN (SELECT sha256 FROM attachment_index) AND sha256 NOT IN (SELECT thumbnail_sha256 FROM attachment_index WHERE thumbnail_sha256 IS NOT NULL)`, epoch(),
      );
      unnamed.forEach(drop);
      // A save that was cut off between its files and its document.
      const named = new Set(tables.all<{ name: string }>('SELECT name FROM attachment_file').map((row) => row.name));
      for (const name of files.names()) if (!named.has(name)) files.remove(name);
    },
  };
}

/** Writes the key of a new file down, within the save of the document that names it. */
export function keepFile(tables: Tables, { sha256, size, name, key, attachmentId, part }: NewFile, at: Date): void {
  tables.run(
    `INSERT INTO attachment_file (sha256, size, name, key, is_whole, attachment_id, part, used_at) VALUES (?,?,?,?,1,?,?,?)
     ON CONFLICT (sha256) DO UPDATE SET name = excluded.name, key = excluded.key, is_whole = 1,
       attachment_id = coalesce(attachment_id, excluded.attachment_id), part = coalesce(part, excluded.part), refused = NULL`,
    sha256, size, name, key, attachmentId, part, at.getTime(),
  );
}

/** How many attachments were added here of which the county is still to get bytes. No parcel takes them. */
export const attachmentsWaiting = (tables: Tables): number =>
  tables.get<{ count: number }>(`SELECT count(DISTINCT attachment_id) AS count FROM attachment_file WHERE ${isHereAlone} AND refused IS NULL`, tables.meta<string>('epoch') ?? '')?.count ?? 0;

/** Whether the county is still to get something that was added here: then it is not to be purged yet. */
export const isBytesWaiting = (tables: Tables): boolean =>
  tables.get(`SELECT 1 FROM attachment_file WHERE ${isHereAlone} AND refused IS NULL LIMIT 1`, tables.meta<string>('epoch') ?? '') !== undefined;
