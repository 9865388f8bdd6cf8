import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { createInflateRaw } from 'node:zlib';
import { pipeline } from 'node:stream';
import { UnreadableTable } from '../tableSource.ts';

/** A file within a ZIP archive. */
export interface ZipEntry {
  readonly name: string;
  readonly isStored: boolean;
  readonly compressedBytes: number;
  readonly headerAt: number;
}

/**
 * The directory of a ZIP archive. Read here and not by a library: Excel writes the sheet before the strings it needs, and
 * the streaming readers that there are then put the sheet, a village's patients, in plain text into a temporary file.
 * @throws UnreadableTable
 */
export async function zipEntries(path: string): Promise<ReadonlyMap<string, ZipEntry>> {
  const file = await open(path, 'r');
  try {
    const directory = await readDirectory(file, (await file.stat()).size);
    const entries = new Map<string, ZipEntry>();
    for (let at = 0; at + 46 <= directory.length && directory.readUInt32LE(at) === 0x02014b50; ) {
      const [nameLength, extraLength, commentLength] = [directory.readUInt16LE(at + 28), directory.readUInt16LE(at + 30), directory.readUInt16LE(at + 32)];
      const method = directory.readUInt16LE(at + 10);
      const isEncrypted = (directory.readUInt16LE(at + 8) & 1) === 1;
      if ((method !== 0 && method !== 8) || isEncrypted) throw new UnreadableTable('damaged', 'method of compression');
      const name = directory.toString('utf8', at + 46, at + 46 + nameLength);
      entries.set(name, { name, isStored: method === 0, compressedBytes: directory.readUInt32LE(at + 20), headerAt: directory.readUInt32LE(at + 42) });
      at += 46 + nameLength + extraLength + commentLength;
    }
    return entries;
  } finally {
    await file.close();
  }
}

async function readDirectory(file: FileHandle, size: number): Promise<Buffer> {
  const tailLength = Math.min(size, 65_557);
  const tail = (await file.read(Buffer.alloc(tailLength), 0, tailLength, size - tailLength)).buffer;
  const at = tail.lastIndexOf(Buffer.from('504b0506', 'hex'));
  if (at < 0 || at + 22 > tail.length) throw new UnreadableTable('damaged', 'no directory');
  const [length, offset] = [tail.readUInt32LE(at + 12), tail.readUInt32LE(at + 16)];
  if (offset + length > size) throw new UnreadableTable('damaged', 'cut short');
  return (await file.read(Buffer.alloc(length), 0, length, offset)).buffer;
}

/** An entry's content, inflated as it is read. `onBytes` hears of the compressed bytes. */
export async function entryStream(path: string, entry: ZipEntry, onBytes: (bytes: number) => void): Promise<Readable> {
  const file = await open(path, 'r');
  const header = (await file.read(Buffer.alloc(30), 0, 30, entry.headerAt)).buffer;
  await file.close();
  if (header.readUInt32LE(0) !== 0x04034b50) throw new UnreadableTable('damaged', entry.name);
  const start = entry.headerAt + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  const raw = createReadStream(path, { start, end: start + Math.max(0, entry.compressedBytes - 1) });
  raw.on('data', (chunk) => onBytes(chunk.length));
  if (entry.isStored) return raw;
  const inflated = createInflateRaw();
  pipeline(raw, inflated, () => {});
  return inflated;
}
