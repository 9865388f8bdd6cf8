import { PassThrough } from 'node:stream';
import type { FastifyReply } from 'fastify';
import fastify from 'fastify';
import { aCounty } from '@lianyi/tests/builders/aCounty';
import type { TestCountyServer } from '@lianyi/tests/builders/aCounty';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { StreamView } from '../reports/streams.ts';
import { ProblemError } from './problem.ts';
import { rxdbEvents } from './rxdbEvents.ts';

let county: TestCountyServer;
beforeAll(async () => { county = await aCounty(); });
afterAll(async () => { await county.close(); });

const view: StreamView = { stream: 'patients', scopes: null };

test('STREAM-6 while nothing is written a comment shows that the line lives, and the permission is asked for all the same', async () => {
  const events = rxdbEvents(county.county, 10);
  let isAllowed = true;
  const app = fastify({ forceCloseConnections: true });
  app.get('/events', async (_request, reply) => {
    await events.add(reply, view, async () => {
      if (!isAllowed) throw new ProblemError(403, 'notAllowed', 'no longer');
      return Promise.resolve(view);
    });
  });
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  const { body } = await fetch(`${url}/events`);
  let heard = '';
  for await (const chunk of body ?? []) {
    heard += Buffer.from(chunk).toString();
    if (heard.includes(': beat\n\n')) isAllowed = false;
  }
  expect(heard).toMatch(/data: RESYNC\n\n(: beat\n\n)+$/);
  events.close();
  await app.close();
});

test('STREAM-6 who does not read is cut off, and nothing is kept for them', async () => {
  const events = rxdbEvents(county.county, 10);
  const raw = Object.assign(new PassThrough({ highWaterMark: 8 }), { writeHead: () => undefined });
  const reply = { raw, hijack: () => undefined } as unknown as FastifyReply;
  const ended = new Promise((resolve) => { raw.once('close', resolve); });
  expect(await events.add(reply, view, async () => Promise.resolve(view))).toBe(true);
  await ended;
  expect(raw.destroyed).toBe(true);
  events.close();
});
