import type { FastifyInstance } from 'fastify';
import { exchangePath, exchangeRequest } from '@lianyi/schema/wire/exchange';
import { purgedNotice, purgedPath, purgedToSign } from '@lianyi/schema/wire/purge';
import type { WireTable } from '@lianyi/schema/wire/steps';
import { answerThen, requestNow } from '@lianyi/schema/wire/steps';
import { rightsOf } from '../access/permissions.ts';
import type { County } from '../sync/county.ts';
import { deviceById, recordPurged } from '../store/devices.ts';
import { isSignedBy } from '../sync/countyKey.ts';
import { exchange } from '../sync/exchange.ts';
import type { Snapshots } from '../sync/snapshots/offerSnapshots.ts';
import { answerJson } from './answerJson.ts';
import { authenticateDevice } from './deviceAuthentication.ts';
import { enrolmentRoutes } from './enrolmentRoutes.ts';
import { jsonOf, maxBodyBytes } from './body.ts';
import type { Metrics } from './metrics.ts';
import { ProblemError } from './problem.ts';
import { recoveryRoutes } from './recoveryRoutes.ts';
import { refused, whereIn } from './refusals.ts';
import { repairRoutes } from './repairRoutes.ts';
import { snapshotRoutes } from './snapshotRoutes.ts';

export interface DeviceRoutesOptions {
  readonly county: County;
  readonly metrics: Metrics;
  readonly wire: WireTable;
  readonly snapshots: Snapshots;
}

/** What the clinics' PCs call: enrolment and the exchange. */
export async function deviceRoutes(app: FastifyInstance, { county, metrics, wire, snapshots }: DeviceRoutesOptions): Promise<void> {
  // The bytes as sent are what was signed, so nothing parses them before us, whatever they say they are.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: maxBodyBytes }, (_request, bytes, done) => done(null, bytes));

  app.addHook('preHandler', async () => county.keepUp());

  app.post(exchangePath, async (request, reply) => {
    const startedMs = performance.now();
    const { device, nonce } = await authenticateDevice(county, request);
    const asked = requestNow(await jsonOf(request), wire);
    if (!asked.ok && asked.reason === 'wireVersion') throw await refused('wireVersion', county, device);
    const body = exchangeRequest.safeParse(asked.ok ? asked.request : null);
    if (!body.success) throw new ProblemError(400, 'badRequest', whereIn(body.error.issues));
    if (body.data.deviceId !== device.id) throw new ProblemError(400, 'badRequest', 'deviceId is another than the one that signed');
    const gone = new AbortController();
    // The request's own stream has ended long ago: only the answer's tells that the client left.
    reply.raw.once('close', () => gone.abort());
    const permission = await rightsOf(county.db, device, { hasBundles: body.data.submissions.length > 0 || county.ancestry.length > 0 });
    const answer = await exchange(county, { device, permission, request: body.data, nonce, signal: gone.signal });
    if ('refusal' in answer) throw await refused(answer.refusal, county, device);
    if (body.data.waitMs === 0) metrics.exchangeSeconds.observe((performance.now() - startedMs) / 1000);
    await answerJson(request, reply, asked.ok ? answerThen(answer, asked.version, wire) : answer);
  });

  // The device has no replica any more, and so no nonce: its last signature names the order that it obeyed.
  app.post(purgedPath, async (request, reply) => {
    const body = purgedNotice.safeParse(await jsonOf(request));
    if (!body.success) throw new ProblemError(400, 'badRequest', whereIn(body.error.issues));
    const device = await deviceById(county.db, body.data.deviceId);
    if (!device || !isSignedBy(device.publicKey, purgedToSign(body.data), body.data.signature)) throw new ProblemError(401, 'badSignature', 'the notice is not of this device');
    if (!(await recordPurged(county.db, device.id, body.data.nonce, county.now()))) throw new ProblemError(404, 'notFound', 'the device was given no such order');
    await answerJson(request, reply, { ok: true });
  });

  repairRoutes(app, county);
  snapshotRoutes(app, county, snapshots);

  enrolmentRoutes(app, county);
  recoveryRoutes(app, county);
}
