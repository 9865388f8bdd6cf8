import { promisify } from 'node:util';
import type { ZlibOptions } from 'node:zlib';
import { brotliDecompress, inflateRaw } from 'node:zlib';
import { isPlainJson } from '@lianyi/schema/basics/plainJson';
import { dictionary, dictionaryCoding } from '@lianyi/schema/wire/dictionary';
import type { FastifyRequest } from 'fastify';
import { ProblemError } from './problem.ts';

/** Of the bytes as sent, and of what they unpack to. A request of 200 bundles is seldom above 1 MB. */
export const maxBodyBytes = 8_000_000;
export const maxUnpackedBytes = 40_000_000;
/** What unpacks to more waits for its turn: as many as like may send it at once, and a bomb is a hundred bytes. */
const atOnceBytes = 1_000_000;

const unpackBrotli = promisify(brotliDecompress);
const inflate = promisify<Uint8Array, ZlibOptions, Buffer>(inflateRaw);

/** The body's bytes as sent; empty if there is none. */
export const bytesOf = (request: FastifyRequest): Buffer => (Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0));

/** Unpacks (`content-encoding: br`, the dictionary's, or none) and parses a JSON body. @throws ProblemError */
export async function jsonOf(request: FastifyRequest): Promise<unknown> {
  const encoding = request.headers['content-encoding'] ?? 'identity';
  const text = (await plainBytes(bytesOf(request), encoding)).toString('utf8');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new ProblemError(400, 'badRequest', 'the body is not JSON');
  }
  if (!isPlainJson(value)) throw new ProblemError(400, 'badRequest', 'the body is nested too deeply, or holds a number that JSON cannot carry');
  return value;
}

async function plainBytes(bytes: Buffer, encoding: string): Promise<Buffer> {
  if (encoding === 'identity') return bytes;
  if (encoding !== 'br' && encoding !== dictionaryCoding) throw new ProblemError(415, 'badRequest', `content-encoding must be br, ${dictionaryCoding} or none`);
  try {
    return await unpackUpTo(atOnceBytes, bytes, encoding).catch(async (error: unknown) => {
      if (error instanceof RangeError) return inTurn(async () => unpackUpTo(maxUnpackedBytes, bytes, encoding));
      throw error;
    });
  } catch (error) {
    if (error instanceof RangeError) throw new ProblemError(413, 'tooLarge', `more than ${maxUnpackedBytes} bytes when unpacked`);
    throw new ProblemError(400, 'badRequest', `the body is not ${encoding}`);
  }
}

const unpackUpTo = async (maxOutputLength: number, bytes: Buffer, encoding: string): Promise<Buffer> =>
  encoding === 'br' ? unpackBrotli(bytes, { maxOutputLength }) : inflate(bytes, { dictionary, maxOutputLength });

let lastTurn: Promise<unknown> = Promise.resolve();

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const turn = lastTurn.then(work);
  lastTurn = turn.catch(() => undefined);
  return turn;
}
