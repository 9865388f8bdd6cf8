import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import type { ClientRequest, IncomingHttpHeaders, IncomingMessage, RequestOptions } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { TLSSocket } from 'node:tls';
import { promisify } from 'node:util';
import type { ZlibOptions } from 'node:zlib';
import { brotliCompress, brotliDecompress, constants, deflateRaw, gunzip, inflateRaw } from 'node:zlib';
import { dictionary, dictionaryCoding, dictionaryUpToBytes } from '@lianyi/schema/wire/dictionary';

/** An answer, whatever its status, with its body unpacked. */
export interface Answer {
  readonly status: number;
  readonly body: Uint8Array;
}

export interface Post {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** Silence on the line that means it is gone, ms: nothing sent and nothing received. */
  readonly silenceMs: number;
  readonly signal: AbortSignal;
}

export interface Get {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly silenceMs: number;
  readonly signal: AbortSignal;
  /** The next bytes of an answer of status 200 or 206, as they come; nothing more is read before it returns. Throwing ends the request. */
  readonly onBytes: (bytes: Uint8Array, headers: IncomingHttpHeaders) => void;
}

/** POSTs to one county, over connections that stay open. Rejects when there is no answer. */
export interface Transport {
  post(post: Post): Promise<Answer>;
  /** What is too large for one answer, in pieces. The body is whole only where the status is another than 200 and 206. */
  readonly get?: (get: Get) => Promise<Answer & { readonly headers: IncomingHttpHeaders }>;
  /** The body as this road carries it; null where packing saves less than it costs. */
  pack(body: Uint8Array): Promise<Packed | null>;
  close(): void;
}

export interface Packed {
  readonly bytes: Uint8Array;
  /** `content-encoding`. */
  readonly coding: string;
}

/** What the header that names the coding costs, and some. */
const savesAtLeast = 40;
const brotli = promisify(brotliCompress);
const deflate = promisify<Uint8Array, ZlibOptions, Buffer>(deflateRaw);

/** The largest answer that is read, unpacked: a page has hundreds of documents of some kilobytes. */
const maxAnswerBytes = 64 * 1024 * 1024;

/** Bytes of one request and its answer, headers included, as the socket counts them. */
export type OnTraffic = (path: string, up: number, down: number) => void;

/** HTTP with Node's own client: `fetch` adds headers of a browser, which an idle exchange would pay for each time. */
export function httpTransport(countyUrl: string, onTraffic: OnTraffic = () => undefined): Transport {
  const base = new URL(countyUrl);
  const isTls = base.protocol === 'https:';
  const agentOptions = { keepAlive: true, maxSockets: 2, keepAliveMsecs: 20_000 };
  const agent = isTls ? new HttpsAgent(agentOptions) : new HttpAgent(agentOptions);
  const request = isTls ? httpsRequest : httpRequest;
  /** The county has packed an answer with the dictionary: it reads it too. */
  let knowsDictionary = false;
  const post = async ({ path, headers, body, silenceMs, signal }: Post): Promise<Answer> =>
    new Promise<Answer>((resolve, reject) => {
      const isFluent = headers['content-encoding'] === dictionaryCoding;
      const options: RequestOptions = {
        agent, method: 'POST', path: base.pathname.replace(/\/$/, '') + path, hostname: base.hostname.replace(/^\[|\]$/g, ''), port: base.port, signal,
        // Without `connection: keep-alive`, which HTTP/1.1 means anyway.
        setDefaultHeaders: false,
        headers: {
          host: base.host, 'content-length': body.length, ...headers,
          ...(!isFluent && { 'content-type': 'application/json', 'accept-encoding': `${dictionaryCoding}, br` }),
        },
      };
      const sent = request(options, (answer) => {
        if (answer.headers['content-encoding'] === dictionaryCoding) knowsDictionary = true;
        // Another server has taken its place, an older one.
        if (answer.statusCode === 415) knowsDictionary = false;
        collect(answer).then(resolve, reject);
      });
      weigh(sent, (up, down) => onTraffic(path, up, down));
      sent.setTimeout(silenceMs, () => sent.destroy(new Error('the line went silent')));
      sent.on('error', (error: NodeJS.ErrnoException) => reject(sent.reusedSocket && error.code === 'ECONNRESET' ? new StaleConnection() : error));
      sent.end(body);
    });
  const get = async ({ path, headers, silenceMs, signal, onBytes }: Get): Promise<Answer & { readonly headers: IncomingHttpHeaders }> =>
    new Promise((resolve, reject) => {
      const sent = request({ agent, method: 'GET', path: base.pathname.replace(/\/$/, '') + path, hostname: base.hostname.replace(/^\[|\]$/g, ''), port: base.port, signal, headers }, (answer) => {
        const taken = answer.statusCode === 200 || answer.statusCode === 206 ? pour(answer, onBytes) : collect(answer);
        taken.then((body) => resolve({ ...body, headers: answer.headers }), reject);
      });
      weigh(sent, (up, down) => onTraffic(path, up, down));
      sent.setTimeout(silenceMs, () => sent.destroy(new Error('the line went silent')));
      sent.on('error', (error: NodeJS.ErrnoException) => reject(sent.reusedSocket && error.code === 'ECONNRESET' ? new StaleConnection() : error));
      sent.end();
    });
  return {
    get: async (asked) =>
      get(asked).catch(async (error: unknown) => {
        if (error instanceof StaleConnection && !asked.signal.aborted) return get(asked);
        throw error;
      }),
    // Requests may be repeated: a repeat gets the stored outcome.
    post: async (asked) =>
      post(asked).catch(async (error: unknown) => {
        if (error instanceof StaleConnection && !asked.signal.aborted) return post(asked);
        throw error;
      }),
    pack: async (body) => {
      const packed = knowsDictionary && body.length <= dictionaryUpToBytes
        ? { bytes: await deflate(body, { level: 9, dictionary }), coding: dictionaryCoding }
        : { bytes: await brotli(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_SIZE_HINT]: body.length } }), coding: 'br' };
      return packed.bytes.length + savesAtLeast < body.length ? packed : null;
    },
    close: () => agent.destroy(),
  };
}

/**
 * What a request and its answer add to their socket, which others have used before. What waits for a connection Node counts
 * as written: where none came to stand, nothing of the request has left this PC.
 */
export function weigh(sent: ClientRequest, onWeighed: (up: number, down: number) => void): void {
  sent.once('socket', (socket) => {
    const [written, read] = [socket.bytesWritten, socket.bytesRead];
    const isTls = socket instanceof TLSSocket;
    const stands = isTls ? 'secureConnect' : 'connect';
    let hasStood = read > 0 || (!isTls && !socket.connecting);
    const onStands = (): void => { hasStood = true; };
    if (!hasStood) socket.once(stands, onStands);
    sent.once('close', () => {
      socket.off(stands, onStands);
      const [up, down] = [hasStood ? Math.max(0, socket.bytesWritten - written) : 0, Math.max(0, socket.bytesRead - read)];
      if (up + down > 0) onWeighed(up, down);
    });
  });
}

/** A connection that was kept open had been closed at the other end, which shows only when it is used again. */
class StaleConnection extends Error {}

/** Hands the bytes on as they come; the line waits for who takes them. */
async function pour(answer: IncomingMessage, onBytes: Get['onBytes']): Promise<Answer> {
  for await (const chunk of answer as AsyncIterable<Uint8Array>) onBytes(chunk, answer.headers);
  if (!answer.complete) throw new Error('the answer was cut off');
  return { status: answer.statusCode ?? 0, body: new Uint8Array() };
}

async function collect(answer: IncomingMessage): Promise<Answer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of answer as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > maxAnswerBytes) throw new Error('the answer is too large');
    chunks.push(chunk);
  }
  // A line that is cut in the middle ends the stream early.
  if (!answer.complete) throw new Error('the answer was cut off');
  return { status: answer.statusCode ?? 0, body: await unpacked(Buffer.concat(chunks), answer.headers['content-encoding']) };
}

const unpackers = { br: promisify(brotliDecompress), gzip: promisify(gunzip) };
const inflate = promisify<Uint8Array, ZlibOptions, Buffer>(inflateRaw);

async function unpacked(body: Uint8Array, encoding: string | undefined): Promise<Uint8Array> {
  if (encoding === dictionaryCoding) return inflate(body, { dictionary, maxOutputLength: maxAnswerBytes });
  if (encoding === 'br' || encoding === 'gzip') return unpackers[encoding](body, { maxOutputLength: maxAnswerBytes });
  return body;
}
