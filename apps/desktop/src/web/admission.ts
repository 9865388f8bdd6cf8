import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** The command line's token, in a header that no page of another origin can send. */
export const cliHeader = 'x-lianyi-cli';
/** Names one run of the command line: each has a sign-in of its own. */
export const cliRunHeader = 'x-lianyi-cli-run';

export interface Tokens {
  /** In the first address; becomes the cookie. */
  readonly token: string;
  readonly cliToken: string;
}

/** Who asks: this PC's screen, its command line, or nobody that may. */
export type Admission = 'screen' | 'commandLine' | 'refused';

/** Cookies know no ports: two clinics on one machine must not overwrite each other's. */
export const cookieName = (port: number): string => `lianyi_${port}`;

/** The cookie's value: what the address held is not kept in the browser. */
export const cookieValue = (token: string): string => createHash('sha256').update(`cookie ${token}`).digest('base64url');

/**
 * Admits a request that comes from this machine's own user: the name it was asked by is this loopback address (a page
 * that points its own name here is refused), its origin is none other, and it shows the cookie or the command line's
 * token. With the cookie what is more than reading names its origin: every browser does, and no other program has the cookie.
 */
export function admit(request: IncomingMessage, port: number, tokens: Tokens): Admission {
  if (!isOwnHost(request, port) || !isOwnOrigin(request)) return 'refused';
  const cli = request.headers[cliHeader];
  if (typeof cli === 'string') return isSame(cli, tokens.cliToken) ? 'commandLine' : 'refused';
  if (request.headers.origin === undefined && request.method !== 'GET' && request.method !== 'HEAD') return 'refused';
  const cookie = cookies(request.headers.cookie ?? '').get(cookieName(port));
  return cookie !== undefined && isSame(cookie, cookieValue(tokens.token)) ? 'screen' : 'refused';
}

export function isOwnHost(request: IncomingMessage, port: number): boolean {
  // Of several Node takes the first; whoever stands in between may have taken another.
  if (request.rawHeaders.filter((word, at) => at % 2 === 0 && word.toLowerCase() === 'host').length !== 1) return false;
  return request.headers.host === `127.0.0.1:${port}` || request.headers.host === `localhost:${port}`;
}

function isOwnOrigin(request: IncomingMessage): boolean {
  const { origin, host } = request.headers;
  // A page of another program on this machine is of the same site: it is told by its port alone.
  const site = request.headers['sec-fetch-site'];
  if (site === 'cross-site' || site === 'same-site') return false;
  return origin === undefined || origin === `http://${host ?? ''}`;
}

/** Compares in constant time, whatever the lengths. */
export function isSame(a: string, b: string): boolean {
  const [left, right] = [a, b].map((text) => createHash('sha256').update(text).digest());
  return left !== undefined && right !== undefined && timingSafeEqual(left, right);
}

const cookies = (header: string): ReadonlyMap<string, string> =>
  new Map(
    header.split(';').flatMap((pair) => {
      const at = pair.indexOf('=');
      return at < 0 ? [] : [[pair.slice(0, at).trim(), pair.slice(at + 1).trim()] as const];
    }),
  );
