import type { FastifyReply } from 'fastify';
import type { Directory } from '../../access/directory.ts';
import { presentDirectory } from '../../access/directory.ts';
import { organisationsAfter } from '../../reports/organisations.ts';
import type { StreamCheckpoint } from '../../reports/views.ts';
import type { County } from '../../sync/county.ts';

const lookEveryMs = 1500;
const beatEveryMs = 20_000;
const mostListeners = 500;

export interface OrganisationEvents {
  /**
   * Keeps the answer open and sends `{documents, checkpoint}` whenever organisations' rows changed; an event `beat` shows in between that the line lives.
   * @param mayHear asked each time before something is said: the stream ends with the session and the post
   * @returns false if too many listen already
   */
  add(reply: FastifyReply, mayHear: () => Promise<boolean>): boolean;
  close(): void;
}

/** Server-sent events of organisations' rows. One look at the database serves all who listen; nobody listening, none. */
export function organisationEvents(county: County): OrganisationEvents {
  const listeners = new Map<FastifyReply, () => Promise<boolean>>();
  let checkpoint: StreamCheckpoint | null = null;
  let known: Directory | null = null;
  let timer: NodeJS.Timeout | null = null;
  let isLooking = false;
  let lastBeatMs = Date.now();

  const look = async (): Promise<void> => {
    if (isLooking) return;
    isLooking = true;
    try {
      await leaveOut();
      const page = await organisationsAfter(county.db, county.now(), checkpoint, 1000);
      checkpoint = page.checkpoint;
      if (page.documents.length > 0) await say(`data: ${JSON.stringify(page)}\n\n`);
      else if (Date.now() - lastBeatMs > beatEveryMs) await say('event: beat\ndata: {}\n\n');
    } catch (error) {
      county.hears.bug(error, { stream: 'organisations' });
    } finally {
      isLooking = false;
    }
  };
  /** Whoever's session rested on a post that has ended: everybody is asked when the roster changes, and at the latest with the next beat. */
  const leaveOut = async (): Promise<void> => {
    const directory = await presentDirectory(county.db);
    if (directory === known) return;
    known = directory;
    for (const [{ raw }, mayHear] of listeners) if (!(await mayHear())) raw.end();
  };
  const say = async (text: string): Promise<void> => {
    lastBeatMs = Date.now();
    for (const [{ raw }, mayHear] of listeners) {
      if (!(await mayHear())) raw.end();
      else if (!raw.writableEnded && !raw.destroyed) raw.write(text);
      // Who does not read is cut off: the browser comes again and pulls first.
      if (raw.writableNeedDrain) raw.destroy();
    }
  };
  const stop = (): void => {
    if (timer) clearInterval(timer);
    timer = null;
    // Whoever comes next pulls first and hears what changes after that.
    checkpoint = null;
  };

  return {
    add: (reply, mayHear) => {
      if (listeners.size >= mostListeners) return false;
      reply.hijack();
      reply.raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
      reply.raw.write('retry: 3000\n\n');
      listeners.set(reply, mayHear);
      reply.raw.once('close', () => {
        listeners.delete(reply);
        if (listeners.size === 0) stop();
      });
      timer ??= setInterval(() => void look(), lookEveryMs);
      void look();
      return true;
    },
    close: () => {
      stop();
      for (const [{ raw }] of listeners) raw.end();
      listeners.clear();
    },
  };
}
