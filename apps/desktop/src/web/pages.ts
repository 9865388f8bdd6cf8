import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
};

/** On every answer: nothing from elsewhere, no frames, no guessing of types, nothing about this page to others. */
export const safeHeaders: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), usb=()',
};

/** Answers with a file of the built renderer; any path without a file of its own is the app's. */
export async function answerPage(response: ServerResponse, rendererDir: string, path: string): Promise<void> {
  const file = fileOf(rendererDir, path);
  if (file !== null && (await isFile(file))) return send(response, file);
  if (extname(path) !== '') return void response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' }).end('没有这个文件 · no such file\n');
  await sendApp(response, rendererDir);
}

function send(response: ServerResponse, file: string): void {
  const isHashed = file.includes(`${sep}assets${sep}`);
  response.writeHead(200, {
    'content-type': types[extname(file)] ?? 'application/octet-stream',
    'cache-control': isHashed ? 'private, max-age=31536000, immutable' : 'no-store',
  });
  createReadStream(file)
    .on('error', () => response.destroy())
    .pipe(response);
}

/** The app's page names its parts relative to the root, wherever in the app it is opened. */
async function sendApp(response: ServerResponse, rendererDir: string): Promise<void> {
  const html = await readFile(join(rendererDir, 'index.html'), 'utf8').catch(() => null);
  if (html === null) {
    response.writeHead(503, { 'content-type': 'text/plain; charset=utf-8' }).end('页面还没有构建：npm run build · The pages have not been built: npm run build\n');
    return;
  }
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' }).end(html.replace('<head>', '<head><base href="/">'));
}

/** Null when the path leads out of the folder, or to the folder itself. */
function fileOf(rendererDir: string, path: string): string | null {
  let decoded: string;
  try {
    decoded = decodeURIComponent(path);
  } catch {
    return null;
  }
  const file = normalize(join(rendererDir, decoded));
  const isInside = file.startsWith(rendererDir.endsWith(sep) ? rendererDir : rendererDir + sep);
  return isInside && !decoded.includes('\0') && !file.endsWith(`${sep}index.html`) ? file : null;
}

const isFile = async (path: string): Promise<boolean> => stat(path).then((found) => found.isFile(), () => false);
