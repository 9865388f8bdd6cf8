import * as z from 'zod';
import { callTRPCProcedure, getTRPCErrorFromUnknown, getTRPCErrorShape } from '@trpc/server';
import type { PortAnswer, PortError } from './portMessages.ts';
import type { Served } from './served.ts';

/** The host's end of a page's port, as far as it is used. */
export interface HostEnd {
  postMessage(answer: PortAnswer): void;
  onMessage(listener: (message: unknown) => void): void;
}

/** A page is as little trusted as the network: what it sends is parsed. */
const request = z.strictObject({ id: z.int(), type: z.enum(['query', 'mutation']), path: z.string().max(200), input: z.unknown() });
const cancel = z.strictObject({ id: z.int(), cancel: z.literal(true) });

/** Answers a page's calls, each by itself and in whatever order they end. What is no call gets no answer. */
export function servePort(port: HostEnd, host: Pick<Served, 'serving' | 'report'>): void {
  const underWay = new Map<number, AbortController>();

  port.onMessage((message) => {
    const cancelled = cancel.safeParse(message);
    if (cancelled.success) {
      underWay.get(cancelled.data.id)?.abort();
      underWay.delete(cancelled.data.id);
      return;
    }
    const call = request.safeParse(message);
    if (call.success) void answer(call.data);
  });

  async function answer({ id, type, path, input }: z.infer<typeof request>): Promise<void> {
    const abort = new AbortController();
    underWay.set(id, abort);
    const answered = await answerTo({ id, type, path, input, signal: abort.signal });
    if (underWay.delete(id)) port.postMessage(answered);
  }

  async function answerTo({ id, type, path, input, signal }: z.infer<typeof request> & { readonly signal: AbortSignal }): Promise<PortAnswer> {
    const { router, context } = host.serving();
    try {
      const data: unknown = await callTRPCProcedure({
        router, path, type, ctx: context, signal, getRawInput: () => Promise.resolve(input), batchIndex: 0,
      });
      return { id, ok: true, data };
    } catch (cause) {
      const error = getTRPCErrorFromUnknown(cause);
      if (error.code === 'INTERNAL_SERVER_ERROR') host.report(path, error);
      // What router it is says the kind of its errors, and both are made alike.
      return { id, ok: false, error: getTRPCErrorShape({ config: router._def._config, error, type, path, input, ctx: context }) as PortError };
    }
  }
}
