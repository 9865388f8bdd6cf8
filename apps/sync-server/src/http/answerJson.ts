import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';

const pack = promisify(brotliCompress);
/** Below this a body fits one packet anyway. */
const packFromBytes = 512;

/** Sends JSON, in brotli where the client takes it and it is worth it. */
export async function answerJson(request: FastifyRequest, reply: FastifyReply, value: unknown): Promise<void> {
  const plain = Buffer.from(JSON.stringify(value));
  void reply.type('application/json').header('cache-control', 'no-store');
  if (plain.length < packFromBytes || !/\bbr\b/.test(request.headers['accept-encoding'] ?? '')) {
    await reply.send(plain);
    return;
  }
  // Level 5: a third smaller than level 1 and still faster than the village's line.
  const packed = await pack(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length } });
  await reply.header('content-encoding', 'br').header('vary', 'accept-encoding').send(packed);
}
