import { join } from 'node:path';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fileKeyStore, startHost, type Host } from '@lianyi/desktop/host/index';
import { servePort } from '@lianyi/desktop/host/messagePort';
import { newHostClient } from '@lianyi/desktop/renderer/client/hostClient';
import { messagePortLink } from '@lianyi/desktop/renderer/client/messagePortLink';
import { anEnrolledDirectory, testPin } from '../builders/anEnrolledDirectory.ts';
import { testPersonId } from '../builders/aPatient.ts';

let host: Host;
const channel = new MessageChannel();
const refused: string[] = [];

/** The page's end as preload hands it over, the host's as the utility process serves it, joined by a real channel. */
const client = newHostClient([messagePortLink(pageEnd(channel.port1))]);

function pageEnd(port: MessagePort): Parameters<typeof messagePortLink>[0] {
  return {
    send: (message) => { port.postMessage(message); },
    listen: (onAnswer, onClosed) => {
      port.on('message', onAnswer);
      port.on('close', onClosed);
    },
  };
}

beforeAll(async () => {
  const { dataDir } = await anEnrolledDirectory();
  host = startHost({ dataDir, resourcesDir: join(import.meta.dirname, '../../resources'), keyStore: fileKeyStore(join(dataDir, 'keystore')) });
  servePort({ postMessage: (answer) => { channel.port2.postMessage(answer); }, onMessage: (listener) => { channel.port2.on('message', listener); } },
    { serving: () => host.serving(), report: (procedure) => { refused.push(procedure); } });
});
afterAll(async () => {
  channel.port1.close();
  await host.close();
});

test('a page asks and saves over the port as it does over HTTP', async () => {
  expect((await client.session.status.query()).current).toBeNull();
  const unlocked = await client.session.unlock.mutate({ personId: testPersonId, pin: testPin });
  expect(unlocked).toMatchObject({ ok: true });
  expect((await client.session.status.query()).current).toMatchObject({ personId: testPersonId });
  expect((await client.patients.search.query({ query: '张', limit: 5, onlyHere: false })).hits).toEqual([]);
});

test('answers find their questions, however many are under way', async () => {
  const [villages, session, found] = await Promise.all([
    client.patients.villages.query(), client.session.status.query(), client.patients.search.query({ query: 'zsf', limit: 5, onlyHere: true }),
  ]);
  expect(Array.isArray(villages)).toBe(true);
  expect(session.clinicName).not.toBe('');
  expect(found.total).toBe(0);
});

test('an error has the same code as over HTTP, and a wrong input is refused by itself', async () => {
  await client.session.lock.mutate();
  await expect(client.patients.villages.query()).rejects.toMatchObject({ data: { code: 'UNAUTHORIZED', httpStatus: 401 } });
  await expect(client.session.unlock.mutate({ personId: testPersonId } as never)).rejects.toMatchObject({ data: { code: 'BAD_REQUEST' } });
  expect(refused).toEqual([]);
  expect((await client.session.status.query()).current).toBeNull();
});

test('a question that nobody waits for any more is given up, and the next is answered', async () => {
  const { version } = await client.line.state.query();
  const stopped = new AbortController();
  const waiting = client.line.changed.query({ version }, { signal: stopped.signal });
  stopped.abort();
  await expect(waiting).rejects.toThrow('given up');
  expect((await client.line.state.query()).version).toBeGreaterThanOrEqual(version);
});

test('what is no question gets no answer and harms nothing', async () => {
  for (const nonsense of [null, 'hello', { id: 'one' }, { id: 1, path: 'patients.search' }, { id: 2, type: 'subscription', path: 'x', input: null }]) channel.port1.postMessage(nonsense);
  expect((await client.session.status.query()).deviceName).not.toBe('');
});

test('when the host has gone, every open question fails instead of waiting for ever', async () => {
  const closing = new MessageChannel();
  const lonely = newHostClient([messagePortLink(pageEnd(closing.port1))]);
  const asked = lonely.session.status.query();
  closing.port2.close();
  await expect(asked).rejects.toThrow('the host has gone');
});

test('when a new host is there the same page asks it, and what was asked in between failed at once', async () => {
  const [old, fresh] = [new MessageChannel(), new MessageChannel()];
  let [port, opened] = [old.port1, () => {}];
  const page = newHostClient([messagePortLink({
    send: (message) => { port.postMessage(message); },
    listen: (onAnswer, onClosed, onOpened) => {
      for (const end of [old.port1, fresh.port1]) end.on('message', onAnswer);
      old.port1.on('close', onClosed);
      opened = onOpened;
    },
  })]);
  const asked = page.session.status.query();
  old.port2.close();
  await expect(asked).rejects.toThrow('the host has gone');
  await expect(page.session.status.query()).rejects.toThrow('the host has gone');
  servePort({ postMessage: (answer) => { fresh.port2.postMessage(answer); }, onMessage: (listener) => { fresh.port2.on('message', listener); } }, host);
  port = fresh.port1;
  opened();
  expect((await page.session.status.query()).deviceName).not.toBe('');
  fresh.port1.close();
});
