import type { FastifyInstance, FastifyRequest } from 'fastify';
import * as z from 'zod';
import type { StreamPage } from '@lianyi/schema/wire/rxdbStreams';
import { isRxdbStream, maxStreamPage, streamEventsPath, streamPullPath } from '@lianyi/schema/wire/rxdbStreams';
import type { AuditBook } from '../access/audit.ts';
import { recordAct } from '../access/audit.ts';
import type { CountyUser } from '../access/countyUsers.ts';
import { streamRights } from '../access/streamRights.ts';
import type { StreamView } from '../reports/streams.ts';
import { streamPage } from '../reports/streams.ts';
import type { County } from '../sync/county.ts';
import { answerJson } from './answerJson.ts';
import { personOf, sessionIn } from './console/personOf.ts';
import { ProblemError } from './problem.ts';
import { rxdbEvents } from './rxdbEvents.ts';

const checkpoint = z.strictObject({ history: z.string().regex(/^[0-9a-f]{16}$/), position: z.int().min(0), id: z.guid() });

export const eventsQuery = z.strictObject({ under: z.guid().nullable().default(null) });
export const pullQuery = eventsQuery.extend({
  /** JSON of what the page before gave; absent, empty or `null` at the beginning. */
  checkpoint: z.string().max(300).default('').transform((text, context) => {
    if (text === '' || text === 'null') return null;
    try {
      return checkpoint.parse(JSON.parse(text));
    } catch {
      context.addIssue('not a checkpoint');
      return z.NEVER;
    }
  }),
  limit: z.string().regex(/^\d{1,4}$/).transform(Number).pipe(z.int().min(1).max(maxStreamPage)).default(200),
});

/** Read-only streams of the county's documents, in the words of RxDB's HTTP replication, for who is logged in to the console. */
export function rxdbRoutes(app: FastifyInstance, county: County, book: AuditBook): void {
  const events = rxdbEvents(county);
  app.addHook('preClose', async () => { events.close(); });

  app.get<{ Params: { stream: string } }>(streamPullPath(':stream'), async (request, reply) => {
    const person = await whoAsks(county, request);
    const query = parsed(pullQuery, request);
    const page = await streamPage(county, await viewOf(county, person, request, query.under), query.checkpoint, query.limit);
    if (typeof page === 'string') throw refusal[page](county);
    await recordCopy(county, book, request, page);
    await answerJson(request, reply, page);
  });

  app.get<{ Params: { stream: string } }>(streamEventsPath(':stream'), { exposeHeadRoute: false }, async (request, reply) => {
    const person = await whoAsks(county, request);
    const { under } = parsed(eventsQuery, request);
    const look = async (): Promise<StreamView> => viewOf(county, await whoAsks(county, request), request, under);
    const view = await viewOf(county, person, request, under);
    if (!(await events.add(reply, view, look))) throw refusal.tooMany();
  });
}

/** Whose records go into a copy is in the audit before they do. */
async function recordCopy(county: County, book: AuditBook, request: FastifyRequest<{ Params: { stream: string } }>, { documents }: StreamPage): Promise<void> {
  const patientIds = [...new Set(documents.filter(({ _deleted }) => !_deleted).flatMap(patientIn))];
  const session = patientIds.length === 0 ? null : await sessionIn(county, request);
  if (session === null) return;
  const actor = { userId: session.user.id, login: session.user.login, sessionId: session.id };
  await recordAct(book, actor, { action: 'stream.read', patientIds, detail: { stream: request.params.stream } });
}

function patientIn(document: StreamPage['documents'][number]): readonly string[] {
  if (document['kind'] === 'patient') return [document.id];
  return typeof document['patientId'] === 'string' ? [document['patientId']] : [];
}

/** Asked before all else: whoever is not logged in is told that, whatever else is amiss. @throws ProblemError */
async function whoAsks(county: County, request: FastifyRequest): Promise<CountyUser> {
  const person = await personOf(county, request);
  if (!person) throw refusal.notLoggedIn();
  return person;
}

/** What the person sees of the stream now. @throws ProblemError */
async function viewOf(county: County, person: CountyUser, request: FastifyRequest<{ Params: { stream: string } }>, under: string | null): Promise<StreamView> {
  const { stream } = request.params;
  if (!isRxdbStream(stream)) throw refusal.noSuchStream();
  const rights = await streamRights(county.db, person, stream, under);
  if (!rights.ok) throw refusal[rights.reason]();
  return { stream, scopes: rights.scopes };
}

function parsed<T>(schema: z.ZodType<T>, request: FastifyRequest): T {
  const query = schema.safeParse(request.query);
  if (!query.success) throw refusal.unreadable();
  return query.data;
}

/** Whoever builds a client shows these to its users. */
const refusal = {
  notLoggedIn: () => new ProblemError(401, 'notAllowed', '请先登录县平台 · Log in to the county first'),
  notForThisPost: () => new ProblemError(403, 'notAllowed', '您的岗位不能下载这类资料，请联系县医共体办公室 · Your post may not copy these documents: ask the county office'),
  noSuchStream: () => new ProblemError(404, 'notFound', '没有这种数据流 · There is no such stream'),
  noSuchInstitution: () => new ProblemError(404, 'notFound', '没有这个机构，或这类资料不按机构区分 · There is no such institution, or these documents belong to none'),
  unreadable: () => new ProblemError(400, 'badRequest', `checkpoint、limit（1 到 ${maxStreamPage}）或 under 无法识别 · checkpoint, limit (1 to ${maxStreamPage}) or under cannot be read`),
  otherHistory: ({ epoch }: County) => new ProblemError(409, 'epochMismatch',
    '县服务器恢复过备份，或机构的隶属关系变了，或 checkpoint 是按另一个 under 取的：请删除本地副本，从头下载 · The county was restored, institutions were regrouped, or the checkpoint was pulled with another "under": delete the local copy and pull from the beginning', { epoch }),
  otherStream: ({ epoch }: County) => new ProblemError(409, 'epochMismatch',
    '这个 checkpoint 是另一种数据流的：每种数据流用自己的 checkpoint；没有，就从头下载 · This checkpoint is of another stream: go on from the one that this stream gave, or pull from the beginning', { epoch }),
  tooMany: () => new ProblemError(503, 'unavailable', '实时连接太多，请稍后再试 · Too many live connections: try again later'),
} as const;
