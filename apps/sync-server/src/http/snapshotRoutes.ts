import type { FastifyInstance } from 'fastify';
import { chunkEntry, chunkPathPattern, snapshotsPath, snapshotsRequest } from '@lianyi/schema/wire/snapshot';
import { nonceHeader } from '@lianyi/schema/wire/exchange';
import { rightsOf } from '../access/permissions.ts';
import { within } from '../store/reach.ts';
import { readChunk } from '../store/snapshots.ts';
import type { County } from '../sync/county.ts';
import { dropDamagedSnapshots } from '../sync/snapshots/dropDamagedSnapshots.ts';
import type { Snapshots } from '../sync/snapshots/offerSnapshots.ts';
import { admitBody, authenticateDevice, refuseRepeat } from './deviceAuthentication.ts';
import { answerSigned } from './repairRoutes.ts';
import { ProblemError } from './problem.ts';

/** The most of a chunk in one answer: the client asks for what follows. */
const maxPart = 4 << 20;

/** What a first sync is made of. The content type parsers are those of `deviceRoutes`. */
export function snapshotRoutes(app: FastifyInstance, county: County, snapshots: Snapshots): void {
  app.post(snapshotsPath, { onRequest: async (request) => admitBody(county, request) }, async (request, reply) => answerSigned(county, request, reply, snapshotsRequest, async (_county, asked, body) => snapshots.offer(asked, body)));

  app.get<{ Params: { sha256: string } }>(chunkPathPattern, async (request, reply) => {
    const asking = await authenticateDevice(county, request);
    refuseRepeat(county, asking);
    const { device } = asking;
    const permission = await rightsOf(county.db, device, { hasBundles: false });
    const from = firstByteOf(request.headers.range);
    const name = chunkEntry.shape.sha256.safeParse(request.params.sha256);
    const scopes = permission.mayPull ? permission.pullScopes : new Set<string>();
    const chunk = name.success ? await within(county.db, { scopes }, async (read) => readChunk(read, name.data, scopes, from, maxPart)) : null;
    if (chunk === null && name.success) await dropDamagedSnapshots(county, name.data, scopes);
    if (chunk === null) throw new ProblemError(404, 'notFound', 'no such chunk: ask for the snapshot again');
    if (from > 0 && from >= chunk.size) throw new ProblemError(416, 'badRequest', `the chunk has ${chunk.size} bytes`);
    await reply
      .code(chunk.bytes.length < chunk.size ? 206 : 200).type('application/octet-stream').header('cache-control', 'private, no-transform').header('accept-ranges', 'bytes')
      .header('content-range', `bytes ${from}-${from + chunk.bytes.length - 1}/${chunk.size}`).header(nonceHeader, county.key.nonce(device.id, county.now())).send(chunk.bytes);
  });
}

/** Of `Range: bytes=N-`; another form, or none, asks for the whole. */
export function firstByteOf(range: string | undefined): number {
  const asked = /^bytes=(\d{1,9})-$/.exec(range ?? '');
  return asked === null ? 0 : Number(asked[1]);
}
