import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Validator } from '@seriousme/openapi-schema-validator';
import { isRxdbStream, rxdbStreamNames } from '@lianyi/schema/wire/rxdbStreams';
import { consoleRouter } from '@lianyi/sync-server/http/console/router';
import { describeApi } from '@lianyi/sync-server/http/openapi/describeApi';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Cast } from './cast.ts';
import { aCast } from './cast.ts';
import type { ConsoleRequest } from './consoleRequests.ts';
import { consoleRequest } from './consoleRequests.ts';
import { deviceAnswer } from './deviceRequests.ts';
import type { Answer } from './outcome.ts';
import { answerOf, outcomeOf } from './outcome.ts';
import type { ConsoleAsker } from './theTables.ts';
import { consoleTable, deviceTable } from './theTables.ts';

let cast: Cast;
beforeAll(async () => { cast = await aCast(); });
afterAll(async () => cast.close());

const named = (row: string): string => row.split(' ').slice(0, 2).join(' ');
const rows = [...consoleTable.rows.keys(), ...deviceTable.rows.keys()];
const isRoute = (row: string): boolean => /^[A-Z]+ \//.test(row);

test('ENEMY-1 each route of the running server stands in the table, and each row has its route', () => {
  // What is asked by GET may be asked by HEAD, and is below.
  const asked = (route: string): boolean => !route.startsWith('HEAD ') || !cast.routes.has(route.replace('HEAD ', 'GET '));
  const written = new Set([...rows.filter(isRoute).map(named), 'ALL /console/trpc/:path']);
  expect([...cast.routes].filter(asked).toSorted()).toEqual([...written].toSorted());
});

test('API-1 each route of the running server stands in its OpenAPI description, and none besides', () => {
  const described = Object.entries(describeApi().paths).flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1').replace('/:file', '/*')}`));
  const asked = (route: string): boolean => !route.startsWith('HEAD ') || !cast.routes.has(route.replace('HEAD ', 'GET '));
  expect([...new Set(described.map((route) => (route.includes('/console/trpc/') ? 'ALL /console/trpc/:path' : route)))].toSorted()).toEqual([...cast.routes].filter(asked).toSorted());
  const questions = described.filter((route) => route.includes('/console/trpc/')).map((route) => route.split('/').at(-1) ?? '');
  expect(questions.toSorted()).toEqual(Object.keys(consoleRouter._def.procedures).toSorted());
});

test('API-1 the description is OpenAPI 3.1, and docs/openapi.json is what it says; npm run openapi writes it', async () => {
  const written = JSON.parse(readFileSync(join(import.meta.dirname, '../../../docs/openapi.json'), 'utf8')) as Record<string, unknown>;
  expect(written).toEqual(JSON.parse(JSON.stringify(describeApi())));
  expect(await new Validator().validate(written)).toMatchObject({ valid: true });
});

test('ENEMY-1 each question of the console, and each stream, stands in the table, and each row has its own', () => {
  expect(Object.keys(consoleRouter._def.procedures).toSorted()).toEqual([...consoleTable.rows.keys()].filter((row) => !isRoute(row)).toSorted());
  const streams = (path: string): readonly string[] => [...consoleTable.rows.keys()].filter((row) => row.startsWith(`GET /rxdb/:stream/${path} `)).map((row) => row.split(' ')[2] ?? '');
  for (const path of ['pull', 'events']) expect(streams(path).toSorted()).toEqual(rxdbStreamNames.filter(isRxdbStream).toSorted());
});

test.each([...consoleTable.rows])('ENEMY-1 the console: %s', async (row, expected) => {
  const found: Record<string, string> = {};
  for (const asker of consoleTable.columns) {
    const request = await consoleRequest(row, cast);
    await cast.watch.written();
    const answer = await consoleAnswer(asker, request);
    const outcome = outcomeOf(answer, await cast.watch.written(), cast.marks);
    const head = request.method === 'GET' && cast.routes.has(`HEAD ${row.split(' ')[1] ?? ''}`) ? (await consoleAnswer(asker, request, 'HEAD')).status : answer.status;
    found[asker] = head === answer.status ? outcome : `${outcome}, and by HEAD ${head}`;
  }
  expect(found).toEqual(expected);
});

test.each([...deviceTable.rows])('ENEMY-1 the PCs: %s', async (row, expected) => {
  const found: Record<string, string> = {};
  for (const asker of deviceTable.columns) {
    await cast.watch.written();
    const { answer, shows, head = answer.status } = await deviceAnswer(row, asker, cast);
    const outcome = outcomeOf(answer, await cast.watch.written(), cast.marks, shows);
    found[asker] = head === answer.status ? outcome : `${outcome}, and by HEAD ${head}`;
  }
  expect(found).toEqual(expected);
});

async function consoleAnswer(asker: ConsoleAsker, { method, path, body, contentType }: ConsoleRequest, as: 'HEAD' | ConsoleRequest['method'] = method): Promise<Answer> {
  const headers = { origin: cast.county.url, ...(contentType !== undefined && { 'content-type': contentType }) };
  const { village } = cast.devices;
  if (asker === 'device' && as === 'POST') return answerOf(await village.send(body ?? Buffer.alloc(0), { path, headers }));
  if (asker === 'device') return answerOf(await village.fetchBytes(path, headers, as === 'HEAD' ? 'HEAD' : 'GET'));
  const cookie = asker === 'nobody' ? {} : { cookie: await cast.cookie(asker) };
  return answerOf(await fetch(`${cast.county.url}${path}`, { method: as, headers: { ...headers, ...cookie }, ...(body && { body: new Uint8Array(body) }) }));
}
