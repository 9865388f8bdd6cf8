import type { ClientRequest, IncomingMessage } from 'node:http';
import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { HttpRequest, HttpResponse, HttpStack } from 'tus-js-client';
import type { OnTraffic } from '../transport.ts';
import { weigh } from '../transport.ts';

/** How uploads reach the county: a connection of their own, so that none of the exchange's waits behind it. */
export interface UploadLine {
  readonly stack: HttpStack;
  /** The whole address of a path at the county. */
  urlOf(path: string): string;
  close(): void;
}

const silenceMs = 40_000;

/** tus's requests over Node's own client, counted like all that the line carries. */
export function uploadLine(countyUrl: string, onTraffic: OnTraffic = () => undefined): UploadLine {
  const base = countyUrl.replace(/\/$/, '');
  const isTls = base.startsWith('https:');
  const agent = isTls ? new HttpsAgent({ keepAlive: true, maxSockets: 1 }) : new HttpAgent({ keepAlive: true, maxSockets: 1 });
  const request = isTls ? httpsRequest : httpRequest;
  const createRequest = (method: string, url: string): HttpRequest => {
    const headers = new Map<string, string>();
    let sent: ClientRequest | null = null;
    return {
      getMethod: () => method,
      getURL: () => url,
      setHeader: (name, value) => void headers.set(name, value),
      getHeader: (name) => headers.get(name),
      // What has left this PC is not what has arrived: the county's answers tell how far it is.
      setProgressHandler: () => undefined,
      getUnderlyingObject: () => sent,
      abort: async () => void sent?.destroy(),
      send: async (body: unknown) =>
        new Promise((resolve, reject) => {
          const bytes = body instanceof Uint8Array ? body : new Uint8Array();
          sent = request(url, { agent, method, headers: { ...Object.fromEntries(headers), 'content-length': bytes.length } }, (answer) => {
            answerOf(answer).then(resolve, reject);
          });
          weigh(sent, (up, down) => onTraffic(new URL(url).pathname, up, down));
          sent.setTimeout(silenceMs, () => sent?.destroy(new Error('the line went silent')));
          sent.on('error', reject);
          sent.end(bytes);
        }),
    };
  };
  return {
    stack: { createRequest, getName: () => 'lianyi' },
    urlOf: (path) => `${base}${path}`,
    close: () => agent.destroy(),
  };
}

async function answerOf(answer: IncomingMessage): Promise<HttpResponse> {
  const pieces: Uint8Array[] = [];
  for await (const piece of answer as AsyncIterable<Uint8Array>) pieces.push(piece);
  if (!answer.complete) throw new Error('the answer was cut off');
  return {
    getStatus: () => answer.statusCode ?? 0,
    getHeader: (name) => {
      const value = answer.headers[name.toLowerCase()];
      return typeof value === 'string' ? value : undefined;
    },
    getBody: () => Buffer.concat(pieces).toString('utf8'),
    getUnderlyingObject: () => answer,
  };
}
