import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type * as z from 'zod';
import { witnessAsk, witnessAskPath, witnessPath, witnessRequest } from '@lianyi/schema/wire/witness';
import { checksumsPath, checksumsRequest, repairPath, repairRequest } from '@lianyi/schema/wire/repair';
import { rightsOf } from '../access/permissions.ts';
import type { Device } from '../store/devices.ts';
import type { County } from '../sync/county.ts';
import type { Refusal } from '../sync/exchange.ts';
import type { DevicePermission } from '../sync/permission.ts';
import { compareChecksums, repair } from '../sync/repair.ts';
import { takeWitnesses, wantedWitnesses } from '../sync/witness.ts';
import { answerJson } from './answerJson.ts';
import { jsonOf } from './body.ts';
import { admitBody, authenticateDevice, refuseRepeat } from './deviceAuthentication.ts';
import { ProblemError } from './problem.ts';
import { refused, whereIn } from './refusals.ts';

type Answering<Request> = (county: County, asked: { readonly device: Device; readonly permission: DevicePermission }, request: Request) => Promise<object | Refusal>;

/** What the clinics' PCs compare their copy by, and mend it with. The content type parsers are those of `deviceRoutes`. */
export function repairRoutes(app: FastifyInstance, county: County): void {
  const onRequest = async (request: FastifyRequest): Promise<void> => admitBody(county, request);
  app.post(checksumsPath, { onRequest }, async (request, reply) => answerSigned(county, request, reply, checksumsRequest, compareChecksums));
  app.post(repairPath, { onRequest }, async (request, reply) => answerSigned(county, request, reply, repairRequest, repair));
  app.post(witnessAskPath, { onRequest }, async (request, reply) => answerSigned(county, request, reply, witnessAsk, wantedWitnesses));
  app.post(witnessPath, { onRequest }, async (request, reply) => answerSigned(county, request, reply, witnessRequest, takeWitnesses));
}

/** Answers what a device signed, if it may ask. */
export async function answerSigned<Request extends { readonly deviceId: string }>(
  county: County, request: FastifyRequest, reply: FastifyReply, schema: z.ZodType<Request>, answering: Answering<Request>,
): Promise<void> {
  const asking = await authenticateDevice(county, request);
  refuseRepeat(county, asking);
  const { device } = asking;
  const body = schema.safeParse(await jsonOf(request));
  if (!body.success) throw new ProblemError(400, 'badRequest', whereIn(body.error.issues));
  if (body.data.deviceId !== device.id) throw new ProblemError(400, 'badRequest', 'deviceId is another than the one that signed');
  const permission = await rightsOf(county.db, device, { hasBundles: false });
  const answered = await answering(county, { device, permission }, body.data);
  if ('refusal' in answered) throw await refused(answered.refusal, county, device);
  await answerJson(request, reply, answered);
}
