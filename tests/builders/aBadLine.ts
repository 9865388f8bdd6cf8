import type { AddressInfo, Socket } from 'node:net';
import { connect, createServer } from 'node:net';

/**
 * What the line does to a connection that is made from now on: `good`; `loseAnswers` takes the request through and
 * breaks before the answer; `cutAnswers` breaks in the middle of it; `dead` breaks at once; `slow` takes 800 ms each way.
 */
export type LineMood = 'good' | 'loseAnswers' | 'cutAnswers' | 'dead' | 'slow';

export interface BadLine {
  readonly url: string;
  mood: LineMood;
  /** Breaks every open connection. */
  breakAll(): void;
  close(): Promise<void>;
}

/** A line on loopback to a county, with the faults that a village's has. */
export async function aBadLine(countyUrl: string): Promise<BadLine> {
  const county = new URL(countyUrl);
  const open = new Set<Socket>();
  const line = { mood: 'good' as LineMood };
  const server = createServer((near) => {
    if (line.mood === 'dead') return void near.destroy();
    const far = connect(Number(county.port), county.hostname);
    for (const end of [near, far]) {
      open.add(end);
      end.on('error', () => undefined);
      end.on('close', () => {
        open.delete(end);
        near.destroy();
        far.destroy();
      });
    }
    const { mood } = line;
    const pass = (from: Socket, to: Socket): void => void from.on('data', (bytes) => {
      if (mood === 'slow') setTimeout(() => to.write(bytes), 800);
      else to.write(bytes);
    });
    pass(near, far);
    if (mood === 'loseAnswers') far.on('data', () => near.destroy());
    else if (mood === 'cutAnswers') far.once('data', (bytes) => near.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => near.destroy()));
    else pass(far, near);
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const breakAll = (): void => open.forEach((socket) => socket.destroy());
  return Object.assign(line, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    breakAll,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      breakAll();
      await closed;
    },
  });
}
