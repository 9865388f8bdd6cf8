import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import fastifyStatic from '@fastify/static';
import type { FastifyTRPCPluginOptions } from '@trpc/server/adapters/fastify';
import { fastifyTRPCPlugin } from '@trpc/server/adapters/fastify';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { Permission } from '@lianyi/schema/codes/roles';
import { mayAny } from '@lianyi/schema/codes/roles';
import type { Attachments } from '../../sync/attachments.ts';
import type { County } from '../../sync/county.ts';
import { organisationsAfter } from '../../reports/organisations.ts';
import type { DemoAccountView } from '../../reports/views.ts';
import { ProblemError } from '../problem.ts';
import { rxdbRoutes } from '../rxdbRoutes.ts';
import type { SignInParts, SignInPolicy } from '../../access/signIn.ts';
import { browserCookieFor, cookieIn, cookieOf, sessionCookie } from './cookie.ts';
import { aMoment, anId } from './inputs.ts';
import { organisationEvents } from './organisationEvents.ts';
import { parcelRoute } from './parcelRoute.ts';
import { personOf, sessionIn } from './personOf.ts';
import { consoleRouter } from './router.ts';
import type { ConsoleRouter } from './router.ts';
import type { ConsoleContext } from './trpc.ts';

export interface ConsoleParts {
  readonly county: County;
  readonly attachments: Attachments;
  /** The built console; without it only its questions are answered. */
  readonly consoleDir: string | undefined;
  readonly demoAccounts: readonly DemoAccountView[];
  readonly totpFor: SignInPolicy['totpFor'];
}

/** The console: its pages at `/`, its questions at `/console/trpc`, its live streams at `/console/streams`, and those for other clients at `/rxdb`. */
export async function consoleRoutes(app: FastifyInstance, { county, attachments, consoleDir, demoAccounts, totpFor }: ConsoleParts): Promise<void> {
  const signIn = signInOf(county, { totpFor, demoLogins: demoAccounts.map(({ login }) => login) });
  app.addHook('onRequest', async (request) => { refuseOtherSites(request); });
  app.addHook('onSend', async (_request, reply) => { protect(reply); });

  await app.register(fastifyTRPCPlugin, {
    prefix: '/console/trpc',
    trpcOptions: {
      router: consoleRouter,
      createContext: ({ req, res }) => contextOf({ county, attachments, demoAccounts, signIn }, req, res),
      // A name that is searched for stands in the body: addresses are written down on the way.
      allowMethodOverride: true,
      onError: ({ error, path }) => {
        if (error.code === 'INTERNAL_SERVER_ERROR') county.hears.bug(error.cause ?? error, { procedure: path ?? '' });
      },
    } satisfies FastifyTRPCPluginOptions<ConsoleRouter>['trpcOptions'],
  });

  const pullQuery = z.object({
    checkpoint: z.string().max(300).optional().transform((text, context) => {
      if (text === undefined || text === '' || text === 'null') return null;
      try {
        return z.strictObject({ updatedAt: aMoment, id: anId }).parse(JSON.parse(text));
      } catch {
        context.addIssue('not a checkpoint');
        return z.NEVER;
      }
    }),
    limit: z.coerce.number().int().min(1).max(1000).default(200),
  });
  app.get('/console/streams/organisations/pull', async (request, reply) => {
    await requireUser(county, request, 'county.figures');
    const query = pullQuery.safeParse(request.query);
    if (!query.success) throw new ProblemError(400, 'badRequest', 'checkpoint or limit cannot be read');
    await reply.header('cache-control', 'no-store').send(await organisationsAfter(county.db, county.now(), query.data.checkpoint, query.data.limit));
  });
  const events = organisationEvents(county);
  app.addHook('preClose', async () => { events.close(); });
  app.get('/console/streams/organisations/events', { exposeHeadRoute: false }, async (request, reply) => {
    await requireUser(county, request, 'county.figures');
    if (!events.add(reply, async () => mayDoNow(county, request, 'county.figures'))) throw new ProblemError(503, 'unavailable', 'too many live connections: try again later');
  });
  rxdbRoutes(app, county, signIn.book);
  parcelRoute(app, county);

  if (consoleDir !== undefined && existsSync(join(consoleDir, 'index.html'))) {
    await app.register(fastifyStatic, { root: consoleDir, index: ['index.html'] });
  }
}

async function contextOf({ county, attachments, demoAccounts, signIn }: Pick<ConsoleParts, 'county' | 'attachments' | 'demoAccounts'> & { readonly signIn: SignInParts }, request: FastifyRequest, reply: FastifyReply): Promise<ConsoleContext> {
  const { cookie } = request.headers;
  const isSecure = request.protocol === 'https';
  return {
    county,
    attachments,
    demoAccounts,
    signIn,
    book: signIn.book,
    token: cookieIn(cookie, sessionCookie),
    ip: request.ip,
    browser: request.headers['user-agent'] ?? '',
    browserCookie: (login) => cookieIn(cookie, browserCookieFor(login)),
    session: await sessionIn(county, request),
    setSession: (next) => void reply.header('set-cookie', cookieOf(sessionCookie, next, isSecure)),
    rememberBrowser: (login, value) => void reply.header('set-cookie', cookieOf(browserCookieFor(login), value, isSecure)),
  };
}

function signInOf({ db, now, key }: County, policy: SignInPolicy): SignInParts {
  return { book: { db, now, sign: (text) => key.sign(text) }, secretFor: (purpose) => key.secretFor(purpose), policy };
}

async function mayDoNow(county: County, request: FastifyRequest, act: Permission): Promise<boolean> {
  const user = await personOf(county, request);
  return user !== null && mayAny(user.roles, act);
}

async function requireUser(county: County, request: FastifyRequest, act: Permission): Promise<void> {
  const user = await personOf(county, request);
  if (user === null) throw new ProblemError(401, 'notAllowed', 'not logged in');
  if (!mayAny(user.roles, act)) throw new ProblemError(403, 'notAllowed', 'the role does not allow this');
}

/**
 * A page of another site may not ask in the name of who is logged in here; SameSite says so too, to newer browsers. What
 * changes something names its origin: every browser does, and who is none (a command line) can say it as well.
 */
function refuseOtherSites(request: FastifyRequest): void {
  const { origin } = request.headers;
  // Of several names Node takes the first; whoever stands in between may have taken another.
  if (request.raw.rawHeaders.filter((word, at) => at % 2 === 0 && word.toLowerCase() === 'host').length > 1) throw new ProblemError(400, 'badRequest', 'asked by more than one name');
  if (origin === undefined && (request.method === 'GET' || request.method === 'HEAD')) return;
  if (origin === undefined || !URL.canParse(origin) || new URL(origin).host !== request.host) throw new ProblemError(403, 'notAllowed', 'asked from another site');
}

function protect(reply: FastifyReply): void {
  void reply.headers({
    'content-security-policy': "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  });
}
