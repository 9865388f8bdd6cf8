import { createCipheriv, createDecipheriv, createHash, randomBytes, scryptSync } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { PassThrough, Writable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { createInterface } from 'node:readline';
import { createGunzip, createGzip } from 'node:zlib';
import type { BackupLine } from './dumpTables.ts';

/** A passphrase, or the bytes of a key file: what a backup is sealed with. */
export type BackupSecret = { readonly passphrase: string } | { readonly keyFile: Uint8Array };

const magic = 'lianyi county backup 1';
const tagBytes = 16;

interface Header {
  readonly magic: string;
  readonly kind: 'passphrase' | 'keyFile';
  readonly salt: string;
  readonly nonce: string;
}

/** Not a backup, or not one that this secret opens, or damaged: said in both languages. */
export class NotReadable extends Error {}

/** What it is called until it is whole. */
export const unfinished = (path: string): string => `${path}.part`;

/**
 * Writes lines into a file that AES-256-GCM seals as a whole, over a header that says how the key is made. Until it is
 * whole and on the disk it has another name.
 */
export async function writeSealed(path: string, secret: BackupSecret, fill: (write: (line: BackupLine) => Promise<void>) => Promise<void>): Promise<void> {
  const [salt, nonce] = [randomBytes(16), randomBytes(12)];
  const header: Header = { magic, kind: 'passphrase' in secret ? 'passphrase' : 'keyFile', salt: salt.toString('base64'), nonce: nonce.toString('base64') };
  const headerLine = `${JSON.stringify(header)}\n`;
  const cipher = createCipheriv('aes-256-gcm', keyOf(secret, salt), nonce).setAAD(Buffer.from(headerLine));
  const part = unfinished(path);
  const file = createWriteStream(part, { mode: 0o600 });
  try {
    file.write(headerLine);
    const lines = new PassThrough();
    const sealing = pipeline(lines, createGzip({ level: 6 }), cipher, file, { end: false });
    const writing = fill(async (line) => {
      // What was sealed could not be written: nobody takes this line, nor waits for the next.
      if (lines.destroyed) throw new Error('the file is given up');
      if (!lines.write(`${JSON.stringify(line)}\n`)) await room(lines);
    }).then(() => lines.end(), (error: unknown) => { lines.destroy(error instanceof Error ? error : new Error('not written')); throw error; });
    const [sealed, written] = await Promise.allSettled([sealing, writing]);
    if (sealed.status === 'rejected') throw sealed.reason;
    if (written.status === 'rejected') throw written.reason;
    file.end(cipher.getAuthTag());
    await finished(file);
    const handle = await open(part, 'r+');
    await handle.sync();
    await handle.close();
    await rename(part, path);
  } catch (error) {
    file.destroy();
    await rm(part, { force: true });
    throw error;
  }
}

/**
 * The lines of a sealed file. The seal is checked over the whole of it before the first line is given.
 * @throws NotReadable
 */
export async function* readSealed(path: string, secret: BackupSecret): AsyncGenerator<BackupLine> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  await pipeline(await opened(path, secret), nowhere).catch((error: unknown) => {
    if (error instanceof Error && 'syscall' in error) throw error;
    throw new NotReadable(error instanceof Error && /auth/i.test(error.message) ? '口令或密钥不对，或文件损坏 · another secret sealed it, or it is damaged' : '文件损坏 · it is damaged');
  });
  const lines = createInterface({ input: (await opened(path, secret)).pipe(createGunzip()), crlfDelay: Infinity });
  for await (const line of lines) yield JSON.parse(line) as BackupLine;
}

/** SHA-256 of the file, to be written down beside it. */
export async function fileDigest(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Uint8Array);
  return hash.digest('hex');
}

async function opened(path: string, secret: BackupSecret): Promise<Readable> {
  const handle = await open(path, 'r');
  try {
    const { size } = await handle.stat();
    const start = Buffer.alloc(1000);
    const { bytesRead } = await handle.read(start, 0, start.length, 0);
    const headerLine = start.subarray(0, start.indexOf('\n') + 1);
    const header = headerOf(headerLine);
    if (header === null || bytesRead === 0 || size < headerLine.length + tagBytes) throw new NotReadable('这不是县备份 · it is no backup of a county');
    const tag = Buffer.alloc(tagBytes);
    await handle.read(tag, 0, tagBytes, size - tagBytes);
    if ((header.kind === 'passphrase') !== 'passphrase' in secret) throw new NotReadable(header.kind === 'passphrase' ? '它是用口令封的 · a passphrase sealed it' : '它是用密钥文件封的 · a key file sealed it');
    const decipher = createDecipheriv('aes-256-gcm', keyOf(secret, Buffer.from(header.salt, 'base64')), Buffer.from(header.nonce, 'base64'))
      .setAAD(headerLine).setAuthTag(tag);
    const sealed = createReadStream(path, { start: headerLine.length, end: size - tagBytes - 1 });
    sealed.on('error', (error) => decipher.destroy(error));
    return sealed.pipe(decipher);
  } finally {
    await handle.close();
  }
}

/** Until more may be written, or nothing any more. */
async function room(lines: PassThrough): Promise<void> {
  return new Promise((resolve) => {
    const goOn = (): void => {
      lines.off('drain', goOn).off('close', goOn);
      resolve();
    };
    lines.on('drain', goOn).on('close', goOn);
  });
}

function headerOf(line: Buffer): Header | null {
  try {
    const header = JSON.parse(line.toString('utf8')) as Header;
    return header.magic === magic ? header : null;
  } catch {
    return null;
  }
}

function keyOf(secret: BackupSecret, salt: Buffer): Buffer {
  if ('keyFile' in secret) return createHash('sha256').update('lianyi backup key\n').update(salt).update(secret.keyFile).digest();
  return scryptSync(secret.passphrase.normalize('NFKC'), salt, 32, { N: 65_536, r: 8, p: 1, maxmem: 128 * 1024 * 1024 });
}
