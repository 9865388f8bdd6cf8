import type { AddressInfo, Socket } from 'node:net';
import { connect, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { LineSchedule } from './lineSchedule.ts';

export interface LineKind {
  /** Each way. */
  readonly kbitPerS: number;
  /** Each way, of what has left; a new connection costs a way there and back before its first byte, as TCP's does. */
  readonly delayMs: number;
  /** From the first connection on, again and again: nothing moves for `forMs`. */
  readonly stall?: { readonly everyMs: number; readonly forMs: number };
  /** From the first connection on, so often: every connection breaks, and what is under way is lost. */
  readonly cut?: { readonly everyMs: number; readonly times: number };
}

export interface SlowLine {
  readonly url: string;
  /** That left on either side, headers of HTTP included, those of TCP not; what a cut lost is in it. */
  bytes(): number;
  cuts(): number;
  /** Requests that began on it. */
  requests(): number;
  close(): Promise<void>;
}

/** What travels in one piece. */
const pieceBytes = 1_400;
/** The line takes no more than it can send in so long: who sends must wait, as at a router with a small store. */
const backlogMs = 1_000;

/** A line on loopback with the speed, the delay and the faults of a poor one. It loses no packets: TCP above it would not show them. */
export async function aSlowLine(farUrl: string, kind: LineKind): Promise<SlowLine> {
  const farEnd = new URL(farUrl);
  const open = new Set<Socket>();
  const [up, down] = [new LineSchedule(kind.kbitPerS), new LineSchedule(kind.kbitPerS)];
  const faults: NodeJS.Timeout[] = [];
  let [bytes, cuts, requests, hasBegun] = [0, 0, 0, false];

  const pass = async (from: Socket, to: Socket, way: LineSchedule, earliest: number): Promise<void> => {
    /** null: the end, which travels behind what was said before it. */
    const queue: { readonly piece: Uint8Array | null; readonly at: number }[] = [];
    let isPumping = false;
    const pump = async (): Promise<void> => {
      isPumping = true;
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        await sleep(Math.max(0, next.at - performance.now()));
        if (to.destroyed) return;
        bytes += next.piece?.length ?? 0;
        // The way's length delays each piece alike, and so keeps their order.
        setTimeout(() => {
          if (to.destroyed) return;
          if (next.piece === null) to.end();
          else to.write(next.piece);
        }, kind.delayMs);
      }
      isPumping = false;
    };
    for await (const chunk of from as AsyncIterable<Buffer>) {
      if (way === up && /^(GET|POST) /.test(chunk.toString('latin1', 0, 5))) requests += 1;
      for (let at = 0; at < chunk.length; at += pieceBytes) {
        // What a broken connection had still to say takes no place on the line.
        if (to.destroyed) return;
        const piece = chunk.subarray(at, at + pieceBytes);
        queue.push({ piece, at: way.send(piece.length, performance.now(), earliest) });
        if (!isPumping) void pump();
        while (way.backlogMs(performance.now()) > backlogMs && !to.destroyed) await sleep(20);
      }
    }
    queue.push({ piece: null, at: 0 });
    if (!isPumping) void pump();
  };

  const begin = (): void => {
    hasBegun = true;
    const { stall, cut } = kind;
    if (stall) faults.push(setInterval(() => { for (const way of [up, down]) way.stall(performance.now() + stall.forMs); }, stall.everyMs));
    if (cut) {
      faults.push(setInterval(() => {
        if (cuts === cut.times) return;
        cuts += 1;
        for (const socket of open) socket.destroy();
        for (const way of [up, down]) way.drop(performance.now());
      }, cut.everyMs));
    }
  };

  const server = createServer((near) => {
    if (!hasBegun) begin();
    const far = connect(Number(farEnd.port), farEnd.hostname);
    for (const socket of [near, far]) {
      open.add(socket);
      socket.on('error', () => undefined).on('close', () => open.delete(socket));
    }
    const connectedAt = performance.now() + 2 * kind.delayMs;
    // Reading from a socket that breaks throws.
    pass(near, far, up, connectedAt).catch(() => far.destroy());
    pass(far, near, down, 0).catch(() => near.destroy());
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    bytes: () => bytes,
    cuts: () => cuts,
    requests: () => requests,
    close: async () => {
      for (const fault of faults) clearInterval(fault);
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
