import type { FastifyInstance } from 'fastify';
import { uuid } from '@lianyi/schema/basics/ids';
import { attachmentPart } from '@lianyi/schema/documents/attachment';
import { nonceHeader } from '@lianyi/schema/wire/exchange';
import { attachmentAsk, attachmentAskPath, attachmentPathPattern } from '@lianyi/schema/wire/attachments';
import { rightsOf } from '../access/permissions.ts';
import type { Attachments } from '../sync/attachments.ts';
import type { County } from '../sync/county.ts';
import { authenticateDevice, refuseRepeat } from './deviceAuthentication.ts';
import { ProblemError } from './problem.ts';
import { answerSigned } from './repairRoutes.ts';
import { firstByteOf } from './snapshotRoutes.ts';

/** The most in one answer: the client asks for what follows. */
const maxPart = 1 << 20;

/** Which bytes of attachments the county lacks, and those that it has. The content type parsers are those of `deviceRoutes`. */
export function attachmentRoutes(app: FastifyInstance, county: County, attachments: Attachments): void {
  app.post(attachmentAskPath, async (request, reply) => answerSigned(county, request, reply, attachmentAsk, async (_county, asked, body) => attachments.ask(asked, body)));

  app.get<{ Params: { id: string; part: string } }>(attachmentPathPattern, async (request, reply) => {
    const asking = await authenticateDevice(county, request);
    refuseRepeat(county, asking);
    const { device } = asking;
    const { mayPull, pullScopes } = await rightsOf(county.db, device, { hasBundles: false });
    const [id, part] = [uuid.safeParse(request.params.id), attachmentPart.safeParse(request.params.part)];
    const from = firstByteOf(request.headers.range);
    const found = id.success && part.success && mayPull ? await attachments.read(id.data, part.data, pullScopes, from, maxPart) : null;
    if (found === null) throw new ProblemError(404, 'notFound', 'no such attachment here, or not for this device');
    const { size, bytes } = found;
    if (from > 0 && from >= size) throw new ProblemError(416, 'badRequest', `it has ${size} bytes`);
    await reply
      .code(bytes.length < size ? 206 : 200).type('application/octet-stream').header('cache-control', 'private, no-transform').header('accept-ranges', 'bytes').header('x-content-type-options', 'nosniff')
      .header('content-range', `bytes ${from}-${from + bytes.length - 1}/${size}`).header(nonceHeader, county.key.nonce(device.id, county.now())).send(bytes);
  });
}
