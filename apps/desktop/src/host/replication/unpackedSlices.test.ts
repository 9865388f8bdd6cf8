import { createHash } from 'node:crypto';
import { brotliCompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { Json } from '@lianyi/schema/wire/columns';
import { toColumn } from '@lianyi/schema/wire/columns';
import type { ChunkPiece } from '@lianyi/schema/wire/snapshot';
import { aPatient } from '@lianyi/tests/builders/aPatient';
import { NotAsPromised, unpackedSlices } from './unpackedSlices.ts';

const patients = Array.from({ length: 7 }, (_, at) => aPatient({ name: `龙${at}` }));
const pieceOf = (bodies: readonly unknown[], scope = 'org:x'): ChunkPiece => ({ scope, number: 3, tables: [{ kind: 'patient', version: 1, revisions: toColumn(bodies.map(() => 1)), bodies: toColumn(bodies as readonly Json[]) }] });
const packed = (...lines: readonly string[]): Buffer => brotliCompressSync(lines.join('\n'));
const whole = packed(...[patients.slice(0, 4), patients.slice(4)].map((bodies) => JSON.stringify(pieceOf(bodies))));

async function slicesOf(bytes: Uint8Array, { documents = 7, skip = 0, size = 4 } = {}): Promise<readonly (readonly unknown[])[]> {
  const slices: (readonly unknown[])[] = [];
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  for await (const slice of unpackedSlices(bytes, { sha256, documents, scope: 'org:x', number: 3 }, { skip, size })) slices.push(slice.map(({ body }) => body));
  return slices;
}

test('SYNC-15 a chunk comes out slice by slice, as it went in, whatever its pieces are, and from wherever it stood', async () => {
  expect(await slicesOf(whole)).toEqual([patients.slice(0, 4), patients.slice(4)]);
  expect(await slicesOf(whole, { size: 3 })).toEqual([patients.slice(0, 3), patients.slice(3, 6), patients.slice(6)]);
  expect(await slicesOf(packed(JSON.stringify(pieceOf(patients))), { size: 500 })).toEqual([patients]);
  expect(await slicesOf(whole, { skip: 3 })).toEqual([patients.slice(3)]);
  expect(await slicesOf(whole, { skip: 7 })).toEqual([]);
});

test('SYNC-15 of a chunk that is not what its hash says nothing comes out', async () => {
  const turned = Buffer.from(whole);
  turned.writeUInt8(turned.readUInt8(20) ^ 1, 20);
  const came: unknown[] = [];
  const taking = (async () => {
    for await (const slice of unpackedSlices(turned, { sha256: createHash('sha256').update(whole).digest('hex'), documents: 7, scope: 'org:x', number: 3 }, { skip: 0, size: 4 })) came.push(slice);
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
  ['a document without a revision', packed(JSON.stringify({ ...pieceOf(patients), tables: [{ kind: 'patient', version: 1, revisions: toColumn([1]), bodies: toColumn(patients as never) }] })), 7],
  ['one that was cut', whole.subarray(0, whole.length - 9), 7],
])('SYNC-15 a chunk with %s is told from one that is whole', async (_what, bytes, documents) => {
  await expect(slicesOf(bytes, { documents })).rejects.toThrow(NotAsPromised);
});
