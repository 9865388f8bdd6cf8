import type { Readable } from 'node:stream';
import { DataStore, ERRORS, Server, Upload } from '@tus/server';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { deviceHeader } from '@lianyi/schema/wire/exchange';
import type { UploadFault } from '@lianyi/schema/wire/attachments';
import { uploadPathOf, uploadPathPattern, uploadTokenHeader } from '@lianyi/schema/wire/attachments';
import type { Attachments } from '../sync/attachments.ts';
import { ProblemError } from './problem.ts';

/**
 * Resumable uploads (tus 1.0.0) of bytes that the county has asked for. A token from a signed request admits them instead
 * of a signature over the body: what came before the line broke is kept, and a signature tells nothing until all has come.
 */
export async function uploadRoutes(app: FastifyInstance, { attachments }: { readonly attachments: Attachments }): Promise<void> {
  // The bytes are read as they come.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, _body, done) => done(null));

  const tus = new Server({
    path: uploadPathOf('').slice(0, -1),
    datastore: new AskedUploads(attachments),
    // Not for pages of other origins.
    allowedOrigins: [],
    onUploadFinish: async (_request, { id }) => {
      const fault = await attachments.settle(id);
      if (fault === 'held') return {};
      // The PC strikes it off its list only for what is held: it asks again how far this is.
      if (fault === 'notWhole') return { status_code: 503, body: notNow };
      return { status_code: 422, headers: { 'content-type': 'application/problem+json' }, body: JSON.stringify(problemOf(fault)) };
    },
    // What the library would quote of an error is told to nobody.
    onResponseError: (_request, error) => ('status_code' in error ? undefined : { status_code: 503, body: notNow }),
  });

  app.route<{ Params: { sha256: string } }>({
    method: ['HEAD', 'PATCH'],
    url: uploadPathPattern,
    handler: async (request, reply) => {
      if (!(await attachments.admits(header(request, uploadTokenHeader), header(request, deviceHeader), request.params.sha256))) throw new ProblemError(401, 'staleNonce', 'ask for this upload again');
      reply.hijack();
      await tus.handle(request.raw, reply.raw);
    },
  });
}

/** What the library asks of a store: an upload begins when the county asks for it, and so there is nothing to create. */
class AskedUploads extends DataStore {
  readonly #attachments: Attachments;

  constructor(attachments: Attachments) {
    super();
    this.#attachments = attachments;
  }

  override async getUpload(id: string): Promise<Upload> {
    const found = await this.#attachments.upload(id);
    // oxlint-disable-next-line typescript/only-throw-error -- the library's own way to answer 404
    if (found === null) throw ERRORS.FILE_NOT_FOUND;
    return new Upload({ id, ...found });
  }

  override async write(stream: Readable, id: string, offset: number): Promise<number> {
    return this.#attachments.append(id, offset, stream);
  }
}

const notNow = 'the county cannot take it now\n';

const problemOf = (upload: UploadFault) => ({
  type: 'urn:lianyi:problem:badRequest', title: 'The bytes are not those of the document', status: 422, code: 'badRequest', upload,
});

function header(request: FastifyRequest, name: string): string {
  const value = request.headers[name];
  return typeof value === 'string' ? value : '';
}
