import { TRPCClientError, type TRPCLink } from '@trpc/client';
import { observable } from '@trpc/server/observable';
import type { HostRouter } from '../../contract/router.ts';
import type { HostPort, PortAnswer } from '../../contract/port.ts';

/** The link of Electron's page: every call is one message, every answer another; order does not matter. */
export function messagePortLink(port: HostPort): TRPCLink<HostRouter> {
  const waiting = new Map<number, (answer: PortAnswer | 'closed') => void>();
  let lastId = 0;
  // What is asked of a host that has gone fails at once, as over HTTP: it must not wait in a port that nobody hears.
  let isGone = false;
  port.listen(
    (answer) => { waiting.get(answer.id)?.(answer); },
    () => {
      isGone = true;
      for (const answerTo of waiting.values()) answerTo('closed');
    },
    () => { isGone = false; },
  );

  return () => ({ op }) => observable((observer) => {
    if (op.type === 'subscription') {
      observer.error(TRPCClientError.from(new Error('the port carries no subscriptions')));
      return undefined;
    }
    if (isGone) {
      observer.error(TRPCClientError.from(new Error('the host has gone')));
      return undefined;
    }
    lastId += 1;
    const id = lastId;
    waiting.set(id, (answer) => {
      waiting.delete(id);
      if (answer === 'closed') observer.error(TRPCClientError.from(new Error('the host has gone')));
      else if (answer.ok) {
        observer.next({ result: { type: 'data', data: answer.data } });
        observer.complete();
      } else observer.error(TRPCClientError.from({ error: answer.error }));
    });
    const giveUp = () => {
      if (waiting.delete(id)) port.send({ id, cancel: true });
    };
    const abort = () => {
      giveUp();
      observer.error(TRPCClientError.from(new DOMException('the question was given up', 'AbortError')));
    };
    op.signal?.addEventListener('abort', abort, { once: true });
    port.send({ id, type: op.type, path: op.path, input: op.input });
    return () => {
      op.signal?.removeEventListener('abort', abort);
      giveUp();
    };
  });
}
