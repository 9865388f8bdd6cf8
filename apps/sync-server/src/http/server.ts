import type { FastifyError, FastifyInstance } from 'fastify';
import fastify from 'fastify';
import type { Logger } from 'pino';
import { sql } from 'kysely';
import type { WireTable } from '@lianyi/schema/wire/steps';
import type { Attachments } from '../sync/attachments.ts';
import type { County } from '../sync/county.ts';
import type { Snapshots } from '../sync/snapshots/offerSnapshots.ts';
import { isUnavailable } from '../store/inTransaction.ts';
import type { DemoAccountView } from '../reports/views.ts';
import type { SignInPolicy } from '../access/signIn.ts';
import { consoleRoutes } from './console/routes.ts';
import { deviceRoutes } from './deviceRoutes.ts';
import type { Metrics } from './metrics.ts';
import { ProblemError, sendProblem } from './problem.ts';

export interface ServerParts {
  readonly county: County;
  readonly metrics: Metrics;
  readonly log: Logger;
  /** The built console. */
  readonly consoleDir: string | undefined;
  readonly demoAccounts: readonly DemoAccountView[];
  /** Whose post asks for one-time codes at the console. */
  readonly totpFor: SignInPolicy['totpFor'];
  /** The versions of the exchange that are spoken. */
  readonly wire: WireTable;
  readonly snapshots: Snapshots;
  readonly attachments: Attachments;
  /** Addresses of proxies whose word about who asks is taken; of others it is passed over. */
  readonly trustProxy: readonly string[];
  /** How long nothing may move on a connection: longer than a poll hangs. */
  readonly silenceMs: number;
}

/** The routes, not listening yet. Whatever comes in is answered, with Problem JSON where there is nothing better. */
export async function makeServer({ county, metrics, log, consoleDir, demoAccounts, totpFor, wire, snapshots, attachments, trustProxy, silenceMs }: ServerParts): Promise<FastifyInstance> {
  const app = fastify({
    // Requests are not logged one by one: an address may hold what a person typed.
    logger: false,
    bodyLimit: 1_000_000,
    trustProxy: trustProxy.length === 0 ? false : [...trustProxy],
    // A week's outbox over a village's line takes minutes.
    requestTimeout: 600_000,
    // And one on which nothing moves at all is nobody's.
    connectionTimeout: silenceMs,
    // A long poll hangs for up to a minute.
    keepAliveTimeout: 75_000,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 200 },
    // An address that cannot be decoded fails before there is a route.
    frameworkErrors: (error, _request, reply) => void sendProblem(reply, problemOf(error, log)),
  });
  app.setErrorHandler(async (error: FastifyError, _request, reply) => { await sendProblem(reply, problemOf(error, log)); });
  app.setNotFoundHandler(async (_request, reply) => { await sendProblem(reply, new ProblemError(404, 'notFound', 'no such address')); });

  app.get('/health', async (_request, reply) => {
    await sql`select 1`.execute(county.db);
    await reply.send({ ok: true, epoch: county.epoch });
  });
  app.get('/metrics', async (_request, reply) => {
    await reply.type(metrics.registry.contentType).send(await metrics.registry.metrics());
  });
  await app.register(deviceRoutes, { county, metrics, wire, snapshots, attachments });
  await app.register(consoleRoutes, { county, attachments, consoleDir, demoAccounts, totpFor });
  return app;
}

function problemOf(error: FastifyError | ProblemError, log: Logger): ProblemError {
  if (error instanceof ProblemError) return error;
  if (error.statusCode === 413) return new ProblemError(413, 'tooLarge', 'the body is too large');
  if (error.statusCode !== undefined && error.statusCode < 500) return new ProblemError(error.statusCode, 'badRequest', error.message);
  if (isUnavailable(error)) {
    log.warn({ code: error.code }, 'the database does not answer');
    return new ProblemError(503, 'unavailable', 'try again later');
  }
  // The message of a database error may quote a value: only its name, code and place are logged.
  log.error({ name: error.name, code: error.code, stack: placesIn(error) }, 'a request failed');
  return new ProblemError(500, 'unavailable', 'the county failed; nothing of the request was taken unless a receipt says so');
}

/** The stack without the message in front of it. */
export function placesIn(error: unknown): readonly string[] {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  return stack.split('\n').filter((line) => /^\s+at /.test(line)).slice(0, 12).map((line) => line.trim());
}
