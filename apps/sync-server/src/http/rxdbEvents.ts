import type { FastifyReply } from 'fastify';
import { isSameJson } from '@lianyi/schema/basics/canonicalJson';
import type { StreamView } from '../reports/streams.ts';
import { hasChanged } from '../reports/streams.ts';
import { isUnavailable } from '../store/inTransaction.ts';
import { settledPosition } from '../store/scopeLog.ts';
import type { County } from '../sync/county.ts';
import { ProblemError } from './problem.ts';

const lookEveryMs = 1000;
const usualBeatMs = 15_000;
const mostListeners = 500;

export interface RxdbEvents {
  /**
   * Keeps the answer open and says RESYNC at once, and whenever the view's stream has changed; a comment in between shows
   * that the line lives.
   * @param look what the person sees now; a ProblemError ends the stream
   * @returns false if too many listen already
   */
  add(reply: FastifyReply, view: StreamView, look: () => Promise<StreamView>): Promise<boolean>;
  close(): void;
}

interface Listener {
  readonly reply: FastifyReply;
  readonly look: () => Promise<StreamView>;
  /** What it has been told of: the settled position, and the scopes that it saw then. */
  heardTo: number;
  scopes: StreamView['scopes'];
}

/**
 * Server-sent events that carry no documents, so that there is one road with one checkpoint: RxDB then pulls. The log is
 * looked at on a timer while anybody listens, not at the ring of a commit: that one's position may settle later.
 */
export function rxdbEvents(county: County, beatEveryMs = usualBeatMs): RxdbEvents {
  const listeners = new Set<Listener>();
  let timer: NodeJS.Timeout | null = null;
  let isLooking = false;
  let beatAtMs = Date.now();

  const lookOnce = async (): Promise<void> => {
    if (isLooking) return;
    isLooking = true;
    try {
      const settled = await settledPosition(county.db);
      const isBeat = Date.now() - beatAtMs >= beatEveryMs;
      if (isBeat) beatAtMs = Date.now();
      for (const listener of listeners) if (isBeat || settled > listener.heardTo) await tell(listener, settled, isBeat);
    } catch (error) {
      if (!isUnavailable(error)) county.hears.bug(error, { stream: 'rxdb' });
    } finally {
      isLooking = false;
    }
  };

  const tell = async (listener: Listener, settled: number, isBeat: boolean): Promise<void> => {
    const { raw } = listener.reply;
    try {
      const view = await listener.look();
      // Institutions that are regrouped: the pull says what that means for the copy.
      const isNews = !isSameJson(view.scopes, listener.scopes) || (settled > listener.heardTo && (await hasChanged(county, view, listener.heardTo, settled)));
      listener.heardTo = settled;
      listener.scopes = view.scopes;
      if (raw.writableEnded || raw.destroyed) return;
      if (isNews) raw.write(resync);
      else if (isBeat) raw.write(': beat\n\n');
      // It has not read for so long that the buffers are full: when it comes again it is told to pull.
      if (raw.writableNeedDrain) raw.destroy();
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      // Asking again, the client is answered why.
      raw.end();
    }
  };

  return {
    add: async (reply, view, look) => {
      if (listeners.size >= mostListeners) return false;
      // Before it is told to pull: what is committed after that is news.
      const listener: Listener = { reply, look, heardTo: await settledPosition(county.db), scopes: view.scopes };
      reply.hijack();
      const { raw } = reply;
      if (raw.destroyed) return true;
      raw.once('close', () => {
        listeners.delete(listener);
        if (listeners.size > 0 || timer === null) return;
        clearInterval(timer);
        timer = null;
      });
      raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
      raw.write(`retry: 3000\n: ${view.stream}\n\n${resync}`);
      listeners.add(listener);
      timer ??= setInterval(() => void lookOnce(), lookEveryMs);
      return true;
    },
    close: () => {
      if (timer !== null) clearInterval(timer);
      for (const { reply } of listeners) reply.raw.end();
      listeners.clear();
    },
  };
}

const resync = 'data: RESYNC\n\n';
