import * as net from 'node:net';
import { listenFrom } from './processes.ts';

/** A clinic's line to the county: a TCP proxy on loopback that can be cut and restored. */
export interface LineProxy {
  readonly port: number;
  readonly isCut: boolean;
  /** Drops what is under way and refuses what comes, as a dead line does. */
  cut(): void;
  restore(): void;
  close(): Promise<void>;
}

/** Opens a line to the county at the first port from `from` on that nobody has. */
export async function openLine(from: number, county: { readonly host: string; readonly port: number }): Promise<LineProxy> {
  const sockets = new Set<net.Socket>();
  let isCut = false;
  const server = net.createServer((near) => {
    if (isCut) {
      near.resetAndDestroy();
      return;
    }
    const far = net.connect(county);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    near.pipe(far);
    far.pipe(near);
  });
  await listenFrom(server, from);
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : from,
    get isCut() {
      return isCut;
    },
    cut() {
      isCut = true;
      for (const socket of sockets) socket.destroy();
    },
    restore() {
      isCut = false;
    },
    close: () => new Promise((resolve) => {
      for (const socket of sockets) socket.destroy();
      server.close(() => resolve());
    }),
  };
}
