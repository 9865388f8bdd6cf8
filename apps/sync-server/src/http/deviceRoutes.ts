import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { exchangePath, exchangeRequest } from '@lianyi/schema/wire/exchange';
import { purgedNotice, purgedPath, purgedToSign } from '@lianyi/schema/wire/purge';
import type { WireTable } from '@lianyi/schema/wire/steps';
import { answerThen, requestNow } from '@lianyi/schema/wire/steps';
import { recordIn } from '../access/audit.ts';
import { rightsOf } from '../access/permissions.ts';
import type { County } from '../sync/county.ts';
import type { Device } from '../store/devices.ts';
import { deviceById, recordPurged, recordTrouble } from '../store/devices.ts';
import { inTransaction } from '../store/inTransaction.ts';
import { isSignedBy } from '../sync/countyKey.ts';
import { exchange } from '../sync/exchange.ts';
import type { DevicePermission } from '../sync/permission.ts';
import type { Snapshots } from '../sync/snapshots/offerSnapshots.ts';
import type { Attachments } from '../sync/attachments.ts';
import { answerJson } from './answerJson.ts';
import { attachmentRoutes } from './attachmentRoutes.ts';
import { bookOf } from './bookOf.ts';
import type { Authenticated } from './deviceAuthentication.ts';
import { admitBody, authenticateDevice, refuseRepeat, strangersBytes } from './deviceAuthentication.ts';
import { enrolmentRoutes } from './enrolmentRoutes.ts';
import { jsonOf, maxBodyBytes } from './body.ts';
import { lookupRoutes } from './lookupRoutes.ts';
import type { Metrics } from './metrics.ts';
import { ProblemError } from './problem.ts';
import { recoveryRoutes } from './recoveryRoutes.ts';
import { refused, whereIn } from './refusals.ts';
import { repairRoutes } from './repairRoutes.ts';
import { snapshotRoutes } from './snapshotRoutes.ts';
import { uploadRoutes } from './uploadRoutes.ts';

export interface DeviceRoutesOptions {
  readonly county: County;
  readonly metrics: Metrics;
  readonly wire: WireTable;
  readonly snapshots: Snapshots;
  readonly attachments: Attachments;
}

/** What the clinics' PCs call: enrolment and the exchange. */
export async function deviceRoutes(app: FastifyInstance, { county, metrics, wire, snapshots, attachments }: DeviceRoutesOptions): Promise<void> {
  // The bytes as sent are what was signed, so nothing parses them before us, whatever they say they are.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: maxBodyBytes }, (_request, bytes, done) => done(null, bytes));

  app.addHook('preHandler', async () => county.keepUp());

  const onRequest = async (request: FastifyRequest): Promise<void> => admitBody(county, request);
  app.post(exchangePath, { onRequest }, async (request, reply) => {
    const startedMs = performance.now();
    const asking = await authenticateDevice(county, request);
    refuseRepeat(county, asking);
    try {
      const isAtOnce = await answerExchange(county, wire, asking, request, reply);
      if (isAtOnce) metrics.exchangeSeconds.observe((performance.now() - startedMs) / 1000);
    } catch (error) {
      // What county IT sees beside the device; where the database is away, the log says more.
      await recordTrouble(county.db, asking.device.id, error instanceof ProblemError ? error.code : 'unavailable', county.now()).catch(() => undefined);
      throw error;
    }
  });

  // The device has no replica any more, and so no nonce: its last signature names the order that it obeyed.
  app.post(purgedPath, { bodyLimit: strangersBytes }, async (request, reply) => {
    const body = purgedNotice.safeParse(await jsonOf(request));
    if (!body.success) throw new ProblemError(400, 'badRequest', whereIn(body.error.issues));
    const device = await deviceById(county.db, body.data.deviceId);
    if (!device || !isSignedBy(device.publicKey, purgedToSign(body.data), body.data.signature)) throw new ProblemError(401, 'badSignature', 'the notice is not of this device');
    const { nonce } = body.data;
    const recorded = await inTransaction(county.db, async (tx) => {
      const which = await recordPurged(tx, device.id, nonce, county.now());
      if (which === 'first') await recordIn(tx, bookOf(county), { device, personId: null }, { action: 'device.purged', about: device.id });
      return which;
    });
    if (recorded === 'unknown') throw new ProblemError(404, 'notFound', 'the device was given no such order');
    await answerJson(request, reply, { ok: true });
  });

  repairRoutes(app, county);
  lookupRoutes(app, county);
  snapshotRoutes(app, county, snapshots);
  attachmentRoutes(app, county, attachments);
  await app.register(uploadRoutes, { attachments });

  enrolmentRoutes(app, county);
  recoveryRoutes(app, county);
}

/** @returns whether the county did not wait for something to say */
async function answerExchange(county: County, wire: WireTable, { device, nonce }: Authenticated, request: FastifyRequest, reply: FastifyReply): Promise<boolean> {
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
  // Reported stolen while its bundles were judged, it finds them in quarantine; whoever has none there did not wait.
  const mayHaveEnded = body.data.waitMs > 0 || answer.receipts.some(({ outcome }) => outcome === 'quarantined');
  if (mayHaveEnded && answer.page.entries.length > 0) await refuseIfEnded(county, device, permission);
  await answerJson(request, reply, asked.ok ? answerThen(answer, asked.version, wire) : answer);
  return body.data.waitMs === 0;
}

/**
 * While its request waited, or its bundles were judged, the device may have been retired or reported stolen, or its institution moved: then it asks
 * again, and is answered as what it is by now. @throws ProblemError
 */
async function refuseIfEnded(county: County, { id }: Device, before: DevicePermission): Promise<void> {
  const device = await deviceById(county.db, id);
  const now = device && (await rightsOf(county.db, device, { hasBundles: false }));
  if (now?.mayPull !== true || [...before.pullScopes].some((scope) => !now.pullScopes.has(scope))) throw new ProblemError(503, 'unavailable', 'what this device may see has changed: ask again');
}
