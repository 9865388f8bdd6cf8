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

/**
 * Opens a line at the first port from `from` on that nobody has.
 * @param county where the county listens; no port while it does not: nobody is reached then, not even who may listen there
 */
export async function openLine(from: number, county: { readonly port: number | null }): Promise<LineProxy> {
  const sockets = new Set<net.Socket>();
  let isCut = false;
  const server = net.createServer((near) => {
    if (isCut || county.port === null) {
      near.resetAndDestroy();
      return;
    }
    const far = net.connect({ host: '127.0.0.1', port: county.port });
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
