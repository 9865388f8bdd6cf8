/** The built renderer under `app://lianyi/`: files of one folder, with a policy that lets nothing else in. */
import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { protocol } from 'electron';

const scheme = 'app';
export const pageUrl = `${scheme}://lianyi/index.html`;
export const isOurs = (url: string): boolean => url.startsWith(`${scheme}://lianyi/`);

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/** The page talks to its host by a port alone: it may connect nowhere. */
const headers: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
};

/** Before `ready`. */
export function registerPageScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme, privileges: { standard: true, secure: true, supportFetchAPI: true } }]);
}

/** After `ready`. */
export function servePages(rendererDir: string): void {
  protocol.handle(scheme, async ({ url }) => {
    const file = fileOf(rendererDir, url);
    const type = file === null ? undefined : types[extname(file)];
    const body = file === null || type === undefined ? null : await readFile(file).catch(() => null);
    if (body === null || type === undefined) return new Response('no such page', { status: 404, headers });
    return new Response(new Uint8Array(body), { headers: { ...headers, 'content-type': type } });
  });
}

/** Null when the address leads out of the folder. */
function fileOf(rendererDir: string, url: string): string | null {
  try {
    const file = normalize(join(rendererDir, decodeURIComponent(new URL(url).pathname)));
    return file.startsWith(rendererDir + sep) && !file.includes('\0') ? file : null;
  } catch {
    return null;
  }
}
