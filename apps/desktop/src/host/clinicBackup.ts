import { createCipheriv, createDecipheriv, createHash, randomBytes, scryptSync } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import type { BackupView } from './features/session/views.ts';
import { attachmentFolder } from './replica/attachments/sealedFiles.ts';
import { writeFileAtomically } from './replica/atomicFile.ts';
import type { FileTrouble } from './replica/fileTrouble.ts';
import { fileTroubleOf, targetTroubleOf } from './replica/fileTrouble.ts';
import type { ReplicaForExchange } from './replica/openReplica.ts';
import { replicaFile } from './replica/openReplica.ts';
import { scryptN } from './replica/slotSeal.ts';

/** Beside the replica: who this PC is, its slots, and the secret of a file key store. */
const kept = ['identity.json', 'slots.json', 'recovery.slot', 'keystore'] as const;
/** And the attachments that the county has not got; the others are fetched again. */
const keptName = z.enum([replicaFile, ...kept]).or(z.string().regex(new RegExp(`^${attachmentFolder}/[0-9a-f]{32}$`)));

const header = z.strictObject({ lianyi: z.literal('clinic backup 1'), salt: z.string(), nonce: z.string(), tag: z.string(), sha256: z.string() });

/** The whole clinic in one file, sealed with a passphrase over the replica's own encryption; or why not, and then nothing is left of it. */
export function writeClinicBackup(replica: ReplicaForExchange, dataDir: string, path: string, passphrase: string): BackupView {
  const copy = join(dataDir, `${replicaFile}.copy`);
  try {
    const inTheWay = targetTroubleOf(path);
    if (inTheWay !== null) return { ok: false, trouble: inTheWay };
    replica.copyTo(copy);
    const files = [replicaFile, ...kept, ...replica.attachments.waitingFiles().map((name) => `${attachmentFolder}/${name}`)].flatMap((name) => {
      const from = name === replicaFile ? copy : join(dataDir, name);
      return existsSync(from) ? [[name, readFileSync(from)] as const] : [];
    });
    const plain = Buffer.concat(files.flatMap(([name, bytes]) => [Buffer.from(`${JSON.stringify({ name, bytes: bytes.length })}\n`), bytes]));
    const [salt, nonce] = [randomBytes(16), randomBytes(12)];
    const cipher = createCipheriv('aes-256-gcm', keyOf(passphrase, salt), nonce);
    const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
    const first: z.infer<typeof header> = {
      lianyi: 'clinic backup 1', salt: salt.toString('base64'), nonce: nonce.toString('base64'), tag: cipher.getAuthTag().toString('base64'),
      sha256: createHash('sha256').update(sealed).digest('hex'),
    };
    const whole = Buffer.concat([Buffer.from(`${JSON.stringify(first)}\n`), sealed]);
    writeFileAtomically(path, whole);
    return { ok: true, bytes: whole.length };
  } catch (error) {
    const trouble = fileTroubleOf(error);
    if (trouble === null) throw error;
    return { ok: false, trouble };
  } finally {
    rmSync(copy, { force: true });
  }
}

export type ClinicRestored =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: 'notEmpty' | 'noBackup' | 'wrongPassphrase' }
  | { readonly ok: false; readonly reason: 'unreadable' | 'unwritable'; readonly trouble: FileTrouble };

/**
 * Puts a clinic back into a data directory in which none is. It goes on where the backup was made; if the disk that it
 * came from went on too, the county sees two histories and asks for a new key (`rekey`).
 */
export function restoreClinic(dataDir: string, path: string, passphrase: string): ClinicRestored {
  if ([replicaFile, 'identity.json'].some((name) => existsSync(join(dataDir, name)))) return { ok: false, reason: 'notEmpty' };
  const whole = readWhole(path);
  if (typeof whole === 'string') return { ok: false, reason: 'unreadable', trouble: whole };
  const end = whole.indexOf('\n');
  const first = header.safeParse(jsonOf(whole.subarray(0, Math.max(0, end))));
  const sealed = whole.subarray(end + 1);
  if (!first.success || createHash('sha256').update(sealed).digest('hex') !== first.data.sha256) return { ok: false, reason: 'noBackup' };
  const files = unpacked(sealed, first.data, passphrase);
  if (files === null) return { ok: false, reason: 'wrongPassphrase' };
  const written: string[] = [];
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    // The identity comes last: without it the directory counts as not enrolled.
    for (const [name, bytes] of files.toSorted(([a], [b]) => Number(a === 'identity.json') - Number(b === 'identity.json'))) {
      mkdirSync(dirname(join(dataDir, name)), { recursive: true, mode: 0o700 });
      writeFileAtomically(join(dataDir, name), bytes);
      written.push(name);
    }
    return { ok: true };
  } catch (error) {
    const trouble = fileTroubleOf(error);
    if (trouble === null) throw error;
    // A part of a clinic is none, and would stand in the way of the next attempt.
    for (const name of written) rmSync(join(dataDir, name), { force: true });
    return { ok: false, reason: 'unwritable', trouble };
  }
}

function readWhole(path: string): Buffer | FileTrouble {
  try {
    return readFileSync(path);
  } catch (error) {
    const trouble = fileTroubleOf(error);
    if (trouble === null) throw error;
    return trouble;
  }
}

function unpacked(sealed: Buffer, { salt, nonce, tag }: z.infer<typeof header>, passphrase: string): readonly (readonly [string, Buffer])[] | null {
  let plain: Buffer;
  try {
    const decipher = createDecipheriv('aes-256-gcm', keyOf(passphrase, Buffer.from(salt, 'base64')), Buffer.from(nonce, 'base64')).setAuthTag(Buffer.from(tag, 'base64'));
    plain = Buffer.concat([decipher.update(sealed), decipher.final()]);
  } catch {
    return null;
  }
  const files: (readonly [string, Buffer])[] = [];
  for (let at = 0; at < plain.length;) {
    const end = plain.indexOf('\n', at);
    const { name, bytes } = z.strictObject({ name: keptName, bytes: z.int() }).parse(jsonOf(plain.subarray(at, end)));
    files.push([name, plain.subarray(end + 1, end + 1 + bytes)]);
    at = end + 1 + bytes;
  }
  return files;
}

function jsonOf(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8')) as unknown;
  } catch {
    return null;
  }
}

const keyOf = (passphrase: string, salt: Buffer): Buffer => scryptSync(passphrase.normalize('NFKC'), salt, 32, { N: scryptN(65_536), r: 8, p: 1, maxmem: 128 * 1024 * 1024 });
