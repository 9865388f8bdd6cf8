import type { Answer, Post, Transport } from '@lianyi/desktop/host/replication/transport';
import type { HttpAnswer } from '../county/httpAnswer.ts';
import type { Random } from './random.ts';
import type { VirtualTime } from './virtualTime.ts';

/**
 * What may befall one message. `bundleMissing`: what should have come first is not in it, as when the second of two
 * USB sticks is read before the first.
 */
export const messageFaults = ['requestLost', 'answerLost', 'requestTwice', 'requestLate', 'answerCut', 'answerForeign', 'answerDamaged', 'bundleMissing'] as const;
export type MessageFault = (typeof messageFaults)[number];

/** A clinic's line to the county. */
export interface Line {
  readonly transport: Transport;
  cut(): void;
  restore(): void;
  isCut(): boolean;
  /** Befalls the next message that is sent in this state. */
  strike(fault: MessageFault, when: MessageState): void;
  /** Whether the request that is being made now leaves its first bundle out. */
  leavesOutFirst(): boolean;
  forgetStrikes(): void;
  /** A request that is under way waits at the county with nothing to send. */
  isPolling(): boolean;
  isExchanging(): boolean;
  /** What was lost on the way will not come: the connection breaks. */
  reset(): void;
  /** The host is gone: nothing that comes back is heard. */
  hangUp(): void;
}

export interface LineParts {
  readonly time: VirtualTime;
  readonly chance: Random;
  readonly handle: (path: string, headers: Readonly<Record<string, string>>, body: Uint8Array, signal: AbortSignal) => Promise<HttpAnswer>;
  readonly onStruck: (fault: MessageFault, state: MessageState) => void;
  readonly onMessage: () => void;
  /** A request has just been sent, or has just ended. */
  readonly onSend: () => void;
  readonly onEnded: () => void;
  readonly isFirstSync: () => boolean;
}
interface UnderWay {
  readonly state: MessageState;
  readonly isLost: boolean;
  fail(reason: string): void;
  end(): void;
}

export const messageStates = ['firstSync', 'exchanging', 'polling'] as const;
export type MessageState = (typeof messageStates)[number];

const maxLatencyMs = 400;

export function line(parts: LineParts): Line {
  const { time, chance, handle } = parts;
  const strikes: { readonly fault: MessageFault; readonly when: MessageState }[] = [];
  let cut = false;
  /** An exchange, and beside it now and then a comparison. */
  const underWay = new Set<UnderWay>();

  const post = async ({ path, headers, body, silenceMs, signal }: Post): Promise<Answer> => {
    const state: MessageState = isPoll(body) ? 'polling' : parts.isFirstSync() ? 'firstSync' : 'exchanging';
    const due = cut ? -1 : strikes.findIndex((strike) => strike.when === state && strike.fault !== 'bundleMissing');
    const fault = due < 0 ? undefined : strikes.splice(due, 1)[0]?.fault;
    if (fault !== undefined) parts.onStruck(fault, state);
    return new Promise<Answer>((resolve, reject) => {
      const gone = new AbortController();
      const own: UnderWay = {
        state,
        // Of a host that is gone nobody hears an error any more.
        fail: (reason: string) => {
          if (!underWay.has(own)) return;
          end();
          reject(new Error(reason));
        },
        end: () => end(),
        isLost: fault === 'requestLost' || fault === 'requestLate' || fault === 'answerLost',
      };
      const end = (): void => {
        underWay.delete(own);
        forgetSilence();
        gone.abort('the client has gone');
        parts.onEnded();
      };
      const forgetSilence = time.after(silenceMs, () => own.fail('the line went silent'));
      signal.addEventListener('abort', () => own.fail('aborted'), { once: true });
      underWay.add(own);
      parts.onSend();
      if (cut) {
        time.after(20, () => own.fail('no line'));
        return;
      }
      const arrive = (isHeard: boolean): void => {
        handle(path, headers, body, isHeard ? gone.signal : new AbortController().signal).then(
          (answer) => { if (isHeard) time.after(latency(), () => deliver(answer)); },
          () => { if (isHeard) own.fail('connection refused'); },
        );
      };
      const deliver = (answer: HttpAnswer): void => {
        parts.onMessage();
        if (!underWay.has(own) || cut) return;
        if (fault === 'answerLost') return;
        if (fault === 'answerCut') return own.fail('the answer was cut off');
        end();
        if (fault === 'answerForeign') resolve({ status: 200, body: Buffer.from('<html>Please log in</html>') });
        else resolve(fault === 'answerDamaged' ? { ...answer, body: damaged(answer.body, chance) } : answer);
      };
      parts.onMessage();
      if (fault === 'requestLost') return;
      // The client has given up long before, and goes on with others.
      if (fault === 'requestLate') {
        time.after(silenceMs + chance.below(120_000), () => arrive(false));
        return;
      }
      time.after(latency(), () => arrive(true));
      if (fault === 'requestTwice') time.after(latency() + chance.below(60_000), () => arrive(false));
    });
  };
  const latency = (): number => 5 + chance.below(maxLatencyMs);
  return {
    transport: { post, pack: async () => null, close: () => undefined },
    cut: () => {
      cut = true;
      for (const own of underWay) own.fail('the line was cut');
    },
    restore: () => { cut = false; },
    isCut: () => cut,
    strike: (fault, when) => void strikes.push({ fault, when }),
    leavesOutFirst: () => {
      const due = cut || parts.isFirstSync() ? -1 : strikes.findIndex((strike) => strike.fault === 'bundleMissing');
      if (due < 0) return false;
      strikes.splice(due, 1);
      parts.onStruck('bundleMissing', 'exchanging');
      return true;
    },
    forgetStrikes: () => { strikes.length = 0; },
    isPolling: () => [...underWay].some((own) => own.state === 'polling'),
    isExchanging: () => underWay.size > 0 && [...underWay].every((own) => own.state !== 'polling'),
    reset: () => { for (const own of underWay) if (own.isLost) own.fail('connection reset'); },
    hangUp: () => { for (const own of underWay) own.end(); },
  };
}

const isPoll = (body: Uint8Array): boolean => !Buffer.from(body).includes('"waitMs":0');

/** Another digit somewhere in what the county says of documents, or in a receipt. */
function damaged(body: Uint8Array, chance: Random): Uint8Array {
  const text = Buffer.from(body).toString('utf8');
  const digits = [...text.matchAll(/"(?:phone|complaint|name|substance|org:[0-9a-f-]+)":"?[^",}]*\d(?=[",}])/g)];
  const chosen = digits[chance.below(digits.length)];
  if (chosen === undefined) return body;
  const at = chosen.index + chosen[0].length - 1;
  const isCursor = text.lastIndexOf('"cursors":', at) > text.lastIndexOf('}', at);
  return isCursor ? body : Buffer.from(text.slice(0, at) + String((Number(text[at]) + 1) % 10) + text.slice(at + 1));
}
