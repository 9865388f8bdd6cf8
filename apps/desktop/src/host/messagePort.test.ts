import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { anEnrolledDirectory } from '@lianyi/tests/builders/anEnrolledDirectory';
import { afterEach, describe, expect, it } from 'vitest';
import { fileKeyStore, startHost } from './index.ts';
import { servePort } from './messagePort.ts';
import type { PortAnswer } from './portMessages.ts';

const resourcesDir = join(import.meta.dirname, '../../../../resources');
let close: () => Promise<void> = () => Promise.resolve();
afterEach(() => close());

/** A page's end of a port to a host that nobody has unlocked. */
async function aPage() {
  const { dataDir } = await anEnrolledDirectory();
  const host = startHost({ dataDir, resourcesDir, keyStore: fileKeyStore(join(dataDir, 'keystore')) });
  const { port1: page, port2 } = new MessageChannel();
  servePort({ postMessage: (answer) => port2.postMessage(answer), onMessage: (listener) => port2.on('message', listener) }, host);
  close = async () => {
    page.close();
    await host.close();
    rmSync(dataDir, { recursive: true, force: true });
  };
  const answers: PortAnswer[] = [];
  page.on('message', (answer: PortAnswer) => answers.push(answer));
  return { send: (message: unknown) => page.postMessage(message), answers };
}

describe('the port between a page and its host', () => {
  it('answers a call under its number', async () => {
    const { send, answers } = await aPage();
    send({ id: 7, type: 'query', path: 'session.status', input: undefined });
    await expect.poll(() => answers).toMatchObject([{ id: 7, ok: true, data: { clinicName: '青石坪村卫生室', current: null } }]);
  });

  it('answers a refused call with the code that HTTP would give', async () => {
    const { send, answers } = await aPage();
    send({ id: 1, type: 'query', path: 'patients.search', input: {} });
    send({ id: 2, type: 'query', path: 'patients.nothing', input: undefined });
    send({ id: 3, type: 'query', path: 'session.unlock', input: { personId: 'x', pin: '1' } });
    send({ id: 4, type: 'mutation', path: 'session.unlock', input: { personId: 5 } });
    await expect.poll(() => answers.length).toBe(4);
    const codeById = new Map(answers.map((answer) => [answer.id, answer.ok ? 'ok' : answer.error.data.code]));
    expect(Object.fromEntries(codeById)).toEqual({ 1: 'UNAUTHORIZED', 2: 'NOT_FOUND', 3: 'NOT_FOUND', 4: 'BAD_REQUEST' });
  });

  it('keeps silent to what is no call, and to a call that nobody waits for any more', async () => {
    const { send, answers } = await aPage();
    for (const message of [null, 'hello', { id: 'x' }, { id: 1, type: 'subscription', path: 'line.changed' }]) send(message);
    send({ id: 2, type: 'query', path: 'line.changed', input: { version: 0 } });
    send({ id: 2, cancel: true });
    send({ id: 3, type: 'query', path: 'session.status', input: undefined });
    await expect.poll(() => answers.length).toBeGreaterThan(0);
    // The one that was given up would have had its answer after a second.
    await new Promise((resolve) => setTimeout(resolve, 1200));
    expect(answers.map(({ id }) => id)).toEqual([3]);
  });
});
