import type { AddressInfo, Socket } from 'node:net';
import { connect, createServer } from 'node:net';
import type { Chance } from './aRandom.ts';
import { aRandom } from './aRandom.ts';

/**
 * What the line does to a connection that is made from now on: `good`; `loseAnswers` takes the request through and
 * breaks before the answer; `cutAnswers` breaks in the middle of it; `dead` breaks at once; `slow` takes 800 ms each way;
 * `thin` lets some 200 KB through in a second; `hostile` lets bytes through, either way, up to a place by chance, and does its worst there: see `Harm`.
 */
export type LineMood = 'good' | 'loseAnswers' | 'cutAnswers' | 'dead' | 'slow' | 'thin' | 'hostile';

/**
 * `stall`: nothing for a while. `cut`: the connection breaks. `truncate`: it ends as if all had been said. `stutter`: what
 * passed last comes twice. `again`: the connection breaks, and a while later all that was sent up arrives once more.
 */
export type Harm = 'stall' | 'cut' | 'truncate' | 'stutter' | 'again';

export interface BadLine {
  readonly url: string;
  mood: LineMood;
  /** Exchanges that were asked for over a line that is not hostile. */
  readonly exchanges: number;
  /** Bytes that have reached the county over a line that is not hostile. */
  readonly bytesUp: number;
  /** How often each harm was done. */
  readonly harms: ReadonlyMap<Harm, number>;
  /** Breaks every open connection. */
  breakAll(): void;
  close(): Promise<void>;
}

/** A line on loopback to a county, with the faults that a village's has. `seed`: of what it does when it is hostile. */
export async function aBadLine(countyUrl: string, seed = 1): Promise<BadLine> {
  const county = new URL(countyUrl);
  const open = new Set<Socket>();
  const chance = aRandom(seed);
  const harms = new Map<Harm, number>();
  const line = { mood: 'good' as LineMood, exchanges: 0, bytesUp: 0 };
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
    const write = (to: Socket, bytes: Buffer): void => {
      if (to === far) line.bytesUp += bytes.length;
      to.write(bytes);
    };
    const pass = (from: Socket, to: Socket): void => void from.on('data', (bytes) => {
      if (mood === 'slow') setTimeout(() => write(to, bytes), 800);
      else if (mood === 'thin') trickle(bytes, from, (piece) => write(to, piece));
      else write(to, bytes);
    });
    if (mood === 'hostile') {
      const harmed = (harm: Harm): void => void harms.set(harm, (harms.get(harm) ?? 0) + 1);
      const sent: Buffer[] = [];
      near.on('data', (bytes) => sent.push(bytes));
      const repeat = (): void => {
        const late = connect(Number(county.port), county.hostname, () => late.write(Buffer.concat(sent)));
        late.on('error', () => undefined).on('data', () => late.destroy());
        open.add(late.on('close', () => open.delete(late)));
      };
      mistreat({ from: near, to: far, chance, harmed, repeat });
      mistreat({ from: far, to: near, chance, harmed, repeat });
      return;
    }
    near.on('data', (bytes) => { if (bytes.includes('POST /sync/exchange')) line.exchanges += 1; });
    pass(near, far);
    if (mood === 'loseAnswers') far.on('data', () => near.destroy());
    else if (mood === 'cutAnswers') far.once('data', (bytes) => near.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => near.destroy()));
    else pass(far, near);
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const breakAll = (): void => open.forEach((socket) => socket.destroy());
  return Object.assign(line, {
    harms,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    breakAll,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      breakAll();
      await closed;
    },
  });
}

/** Passes bytes on in small pieces; nothing more is read before they are through. */
function trickle(bytes: Buffer, from: Socket, write: (piece: Buffer) => void): void {
  from.pause();
  write(bytes.subarray(0, 4_096));
  setTimeout(() => {
    if (bytes.length > 4_096 && !from.destroyed) trickle(bytes.subarray(4_096), from, write);
    else from.resume();
  }, 20);
}

interface Way {
  readonly from: Socket;
  readonly to: Socket;
  readonly chance: Chance;
  readonly harmed: (harm: Harm) => void;
  readonly repeat: () => void;
}

/** Passes on until a place by chance, as often in the head of a request as in the middle of a long page. */
function mistreat({ from, to, chance, harmed, repeat }: Way): void {
  const somewhere = (): number => Math.floor(2 ** (chance.next() * 16));
  let left = somewhere();
  from.on('data', (bytes) => {
    if (bytes.length <= left) {
      left -= bytes.length;
      to.write(bytes);
      return;
    }
    const [passed, rest] = [bytes.subarray(0, left), bytes.subarray(left)];
    left = somewhere();
    to.write(passed);
    const harm = chance.of<Harm>(['stall', 'cut', 'truncate', 'stutter', 'again']);
    harmed(harm);
    switch (harm) {
      case 'stall':
        from.pause();
        setTimeout(() => {
          to.write(rest);
          from.resume();
        }, chance.between(5, 400));
        return;
      case 'stutter':
        to.write(passed.subarray(-chance.between(1, 64)));
        to.write(rest);
        return;
      case 'truncate':
        to.end();
        return;
      case 'again':
        setTimeout(repeat, chance.between(0, 300));
        from.destroy();
        return;
      case 'cut':
        from.destroy();
    }
  });
}
