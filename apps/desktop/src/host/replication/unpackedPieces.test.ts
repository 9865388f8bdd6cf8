import { createHash } from 'node:crypto';
import { brotliCompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { Json } from '@lianyi/schema/wire/columns';
import { toColumn } from '@lianyi/schema/wire/columns';
import type { ChunkPiece } from '@lianyi/schema/wire/snapshot';
import { aPatient } from '@lianyi/tests/builders/aPatient';
import { NotAsPromised, unpackedPieces } from './unpackedPieces.ts';

const patients = Array.from({ length: 7 }, (_, at) => aPatient({ name: `龙${at}` }));
const pieceOf = (bodies: readonly unknown[], scope = 'org:x'): ChunkPiece => ({ scope, number: 3, tables: [{ kind: 'patient', version: 1, revisions: toColumn(bodies.map(() => 1)), bodies: toColumn(bodies as readonly Json[]) }] });
const packed = (...lines: readonly string[]): Buffer => brotliCompressSync(lines.join('\n'));
const whole = packed(...[patients.slice(0, 4), patients.slice(4)].map((bodies) => JSON.stringify(pieceOf(bodies))));

async function piecesOf(bytes: Uint8Array, documents = 7, sha256 = createHash('sha256').update(bytes).digest('hex')): Promise<readonly (readonly unknown[])[]> {
  const pieces: (readonly unknown[])[] = [];
  for await (const piece of unpackedPieces(bytes, { sha256, documents, scope: 'org:x', number: 3 })) pieces.push(piece.map(({ body }) => body));
  return pieces;
}

test('SYNC-15 a chunk comes out piece by piece, as it went in, whatever its pieces are', async () => {
  expect(await piecesOf(whole)).toEqual([patients.slice(0, 4), patients.slice(4)]);
  expect(await piecesOf(packed(JSON.stringify(pieceOf(patients))))).toEqual([patients]);
});

test('SYNC-15 of a chunk that is not what its hash says nothing comes out', async () => {
  const turned = Buffer.from(whole);
  turned.writeUInt8(turned.readUInt8(20) ^ 1, 20);
  const came: unknown[] = [];
  const taking = (async () => {
    for await (const piece of unpackedPieces(turned, { sha256: createHash('sha256').update(whole).digest('hex'), documents: 7, scope: 'org:x', number: 3 })) came.push(piece);
  })();
  await expect(taking).rejects.toThrow(NotAsPromised);
  expect(came).toEqual([]);
});

test.each([
  ['more documents than were promised', whole, 6],
  ['fewer', whole, 8],
  ['a piece of another scope', packed(JSON.stringify(pieceOf(patients, 'org:y'))), 7],
  ['a line that is no piece', packed(JSON.stringify(pieceOf(patients.slice(0, 4))), '{"scope":'), 7],
  ['no brotli', Buffer.from('龙'.repeat(40)), 7],
  ['one that was cut', whole.subarray(0, whole.length - 9), 7],
])('SYNC-15 a chunk with %s is told from one that is whole', async (_what, bytes, documents) => {
  await expect(piecesOf(bytes, documents)).rejects.toThrow(NotAsPromised);
});
