import * as http from 'node:http';
import type { LineProxy } from './lineProxy.ts';
import { listenFrom } from './processes.ts';

export interface Switch {
  readonly slug: string;
  readonly name: string;
  readonly line: LineProxy;
}

/**
 * A page with a switch per clinic, and the same for programs: `POST /lines/SLUG/cut`, `POST /lines/SLUG/restore`,
 * `GET /lines` answers `[{slug, name, isCut}]`. For the demo alone; no clinic or county knows of it.
 */
export async function openSwitchboard(from: number, switches: readonly Switch[]): Promise<http.Server> {
  const server = http.createServer((request, response) => {
    const [, area, slug, act] = (request.url ?? '/').split('/');
    const chosen = switches.find((entry) => entry.slug === slug);
    const isCutOrRestore = act === 'cut' || act === 'restore';
    if (request.method === 'POST' && area === 'lines' && chosen && isCutOrRestore && isOwnOrigin(request)) {
      chosen.line[act]();
      answer(response, 200, 'application/json', JSON.stringify(states(switches)));
    } else if (request.method === 'GET' && area === 'lines' && slug === undefined) {
      answer(response, 200, 'application/json', JSON.stringify(states(switches)));
    } else if (request.method === 'GET' && area === '') {
      answer(response, 200, 'text/html; charset=utf-8', page(switches));
    } else {
      answer(response, 404, 'text/plain; charset=utf-8', 'not here');
    }
  });
  await listenFrom(server, from);
  return server;
}

/** A page of another site cannot work the switches: browsers name their origin, programs have none. */
const isOwnOrigin = (request: http.IncomingMessage): boolean => request.headers.origin === undefined || request.headers.origin === `http://${request.headers.host ?? ''}`;

const states = (switches: readonly Switch[]) => switches.map(({ slug, name, line }) => ({ slug, name, isCut: line.isCut }));

function answer(response: http.ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
  response.end(body);
}

function page(switches: readonly Switch[]): string {
  const rows = switches.map(({ slug, name, line }) =>
    `<tr><td>${name}</td><td>${line.isCut ? '⨯ 已断开 cut' : '✓ 已接通 connected'}</td><td><button data-act="/lines/${slug}/${line.isCut ? 'restore' : 'cut'}">${line.isCut ? '接通 Restore' : '切断 Cut'}</button></td></tr>`);
  return `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>线路开关 Line switches</title>
<style>body{font:16px/1.6 'Microsoft YaHei','Noto Sans CJK SC',sans-serif;margin:40px;color:#16211f}td{padding:10px 24px 10px 0;border-bottom:1px solid #dde4e2}button{font:inherit;min-height:40px;padding:0 20px;border:1px solid #0b6470;border-radius:4px;background:#fff;color:#0b6470}</style>
<h1>线路开关 <small>Line switches</small></h1><p>切断后，诊所到县服务器的网线等于被拔掉。 Cutting pulls the clinic's plug to the county.</p><table>${rows.join('')}</table>
<script>for(const b of document.querySelectorAll('button'))b.onclick=()=>fetch(b.dataset.act,{method:'POST'}).then(()=>location.reload())</script></html>`;
}
