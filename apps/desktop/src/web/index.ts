import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { nodeHTTPRequestHandler } from '@trpc/server/adapters/node-http';
import type { Served, Serving } from '../host/index.ts';
import type { Tokens } from './admission.ts';
import { admit, cliRunHeader, cookieName, cookieValue, isOwnHost, isSame } from './admission.ts';
import { readHostFile, writeHostFile } from './hostFile.ts';
import { answerPage, safeHeaders } from './pages.ts';

export interface WebShellOptions {
  readonly host: Served;
  readonly dataDir: string;
  /** The built renderer. */
  readonly rendererDir: string;
  /** 0 takes any free port. */
  readonly port: number;
}

export interface WebShell {
  /** Opens the clinic in a browser: the address with its token. */
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

/** A stick's file of 64 MB as text, and what is around it. A form's longest honest text is far below; a longer one must reach its field's check and be refused there. */
const maxBodyBytes = 83 * 1024 * 1024;
const procedurePath = '/trpc/';

/** The web shell: the host's screen over loopback HTTP, for one user of this machine. */
export async function startWebShell(options: WebShellOptions): Promise<WebShell> {
  const { host, dataDir } = options;
  const rendererDir = resolve(options.rendererDir);
  // Kept over a restart, so that a page that stayed open goes on working.
  const known = readHostFile(dataDir);
  const tokens: Tokens = { token: known?.token ?? newToken(), cliToken: known?.cliToken ?? newToken() };
  const commandLines = commandLineDoors(host);

  const server = createServer((request, response) => {
    for (const [name, value] of Object.entries(safeHeaders)) response.setHeader(name, value);
    answer(request, response).catch(() => {
      if (response.headersSent) response.destroy();
      else response.writeHead(500).end();
    });
  });
  // A pending `line.changed` must not hold up the other requests of a page, nor a stop of the shell.
  server.keepAliveTimeout = 60_000;
  const port = await listen(server, options.port);
  const origin = `http://127.0.0.1:${port}`;
  const url = `${origin}/?token=${tokens.token}`;
  writeHostFile(dataDir, { url, origin, ...tokens, pid: process.pid, startedAt: new Date().toISOString() });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!isOwnHost(request, port)) return refuse(response, 421);
    if (!URL.canParse(request.url ?? '/', origin)) return refuse(response, 400);
    const asked = new URL(request.url ?? '/', origin);
    const token = asked.searchParams.get('token');
    if (request.method === 'GET' && asked.pathname === '/' && token !== null) return enter(response, token);
    const admission = admit(request, port, tokens);
    if (admission === 'refused') return refuse(response, 403);
    if (asked.pathname.startsWith(procedurePath)) {
      const { router, context: screen } = host.serving();
      const context = admission === 'commandLine' ? commandLines(String(request.headers[cliRunHeader] ?? '')) : screen;
      return callProcedure({ request, response, path: asked.pathname.slice(procedurePath.length), router, context, report: (procedure, bug) => host.report(procedure, bug) });
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(response, 405);
    await answerPage(response, rendererDir, asked.pathname);
  }

  /** The token of the first address becomes a cookie that scripts cannot read, and leaves the address bar. */
  function enter(response: ServerResponse, token: string): void {
    if (!isSame(token, tokens.token)) return refuse(response, 403);
    response.writeHead(303, {
      location: '/',
      'set-cookie': `${cookieName(port)}=${cookieValue(tokens.token)}; HttpOnly; SameSite=Strict; Path=/`,
      'cache-control': 'no-store',
    });
    response.end();
  }

  return {
    url,
    port,
    close: async () => {
      const closed = new Promise((done) => server.close(done));
      server.closeAllConnections();
      await closed;
      await host.close();
      // The tokens stay for the next start; the process number tells that this host has ended.
    },
  };
}

/** A door for each run of the command line, so that its sign-in ends with it. The oldest are forgotten. */
function commandLineDoors(host: Served): (run: string) => Serving['context'] {
  const doors = new Map<string, Serving['context']>();
  return (run) => {
    const door = doors.get(run) ?? host.door({ isCommandLine: true });
    doors.set(run, door);
    const [oldest] = doors.keys();
    if (doors.size > 16 && oldest !== undefined) doors.delete(oldest);
    return door;
  };
}

interface Call extends Serving {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly path: string;
  readonly report: Served['report'];
}

async function callProcedure({ request, response, path, router, context, report }: Call): Promise<void> {
  response.setHeader('cache-control', 'no-store');
  await nodeHTTPRequestHandler({
    req: request,
    res: response,
    path,
    router,
    createContext: () => context,
    onError: ({ error, path: procedure }) => {
      if (error.code === 'INTERNAL_SERVER_ERROR') report(procedure ?? '', error);
    },
    maxBodySize: maxBodyBytes,
    allowBatching: true,
    // The page asks by POST, so that no name stands in an address.
    allowMethodOverride: true,
  });
}

function refuse(response: ServerResponse, status: 400 | 403 | 405 | 421): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' });
  response.end('请从程序给出的地址打开 · Open this clinic by the address that the program gave\n');
}

const newToken = (): string => randomBytes(24).toString('base64url');

/** Loopback only. A port that is taken is stepped over. */
async function listen(server: Server, port: number): Promise<number> {
  for (let at = port; ; at += 1) {
    const isTaken = await new Promise<boolean>((done, fail) => {
      const onError = (error: NodeJS.ErrnoException): void => {
        if (error.code === 'EADDRINUSE' && port !== 0 && at < port + 50) done(true);
        else fail(error);
      };
      server.once('error', onError);
      server.listen(at, '127.0.0.1', () => {
        server.off('error', onError);
        done(false);
      });
    });
    if (!isTaken) return (server.address() as AddressInfo).port;
  }
}
