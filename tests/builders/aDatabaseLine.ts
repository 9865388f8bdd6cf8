import type { AddressInfo, Socket } from 'node:net';
import { connect, createServer } from 'node:net';

/**
 * `before`: the statement does not reach PostgreSQL. `after`: it is carried out, and its answer is lost. `diskFull`:
 * PostgreSQL answers in its place that the disk is full.
 */
export type Strike = 'before' | 'after' | 'diskFull';

/** A line from a county server to its PostgreSQL that counts statements and strikes at one of them. */
export interface DatabaseLine {
  readonly url: string;
  /**
   * Strikes at the n-th statement from now on, counted from 1 over all connections. `before` and `after` then end every
   * connection, as when a process dies, or do what `instead` says.
   */
  strikeAt(statement: number, how: Strike, instead?: () => void): void;
  /** Nothing strikes from now on. @returns whether something did */
  calm(): boolean;
  close(): Promise<void>;
}

interface Plan {
  statementsLeft: number;
  readonly how: Strike;
  readonly act: () => void;
}

export async function aDatabaseLine(databaseUrl: string): Promise<DatabaseLine> {
  const real = new URL(databaseUrl);
  const open = new Set<Socket>();
  let plan: Plan | null = null;
  let isStruck = false;
  const endAll = (): void => open.forEach((socket) => socket.destroy());

  const server = createServer((near) => {
    const far = connect(Number(real.port), real.hostname);
    for (const end of [near, far]) {
      open.add(end);
      end.setNoDelay(true);
      end.on('error', () => undefined);
      end.on('close', () => {
        open.delete(end);
        near.destroy();
        far.destroy();
      });
    }
    let state: 'passing' | 'inStatement' | 'swallowing' | 'loses' = 'passing';
    let isInTransaction = false;
    // The connection that only listens for other servers' notices is no part of an exchange.
    let isListening = false;
    const said = messages(true, (type, message) => {
      // A statement is one simple query, or everything from its parse to its sync.
      if (type === 'Q' && message.toString('latin1', 5, 12) === 'listen ') isListening = true;
      const begins = state === 'passing' && (type === 'Q' || type === 'P') && !isListening;
      if (begins && plan !== null) {
        plan.statementsLeft -= 1;
        if (plan.statementsLeft === 0) return strike(plan, type, message);
      }
      if (begins) state = 'inStatement';
      if (state === 'swallowing') {
        if (type === 'S') refuse();
        return;
      }
      if (type === 'S' || type === 'Q') state = state === 'loses' ? 'loses' : 'passing';
      far.write(message);
    });
    const strike = ({ how, act }: Plan, type: string, message: Buffer): void => {
      plan = null;
      isStruck = true;
      if (how === 'before') return act();
      if (how === 'after') {
        state = 'loses';
        lost = act;
        far.write(message);
      } else if (type === 'Q') refuse();
      else state = 'swallowing';
    };
    const refuse = (): void => {
      state = 'passing';
      near.write(Buffer.concat([
        frame('E', Buffer.from('SERROR\0VERROR\0C53100\0Mcould not extend file: No space left on device\0\0')), frame('Z', Buffer.from(isInTransaction ? 'E' : 'I')),
      ]));
    };
    let lost = (): void => undefined;
    const heard = messages(false, (type, message) => {
      if (type === 'Z') isInTransaction = message.at(-1) !== 'I'.charCodeAt(0);
      if (state !== 'loses') near.write(message);
      else if (type === 'Z') lost();
    });
    near.on('data', said);
    far.on('data', heard);
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const url = new URL(databaseUrl);
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    strikeAt: (statement, how, instead = endAll) => {
      isStruck = false;
      plan = { statementsLeft: statement, how, act: instead };
    },
    calm: () => {
      plan = null;
      return isStruck;
    },
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      endAll();
      await closed;
    },
  };
}

/** Cuts a stream of PostgreSQL's protocol into its messages; the first of a client has no type. */
function messages(isFromClient: boolean, take: (type: string, message: Buffer) => void): (bytes: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  let hasType = !isFromClient;
  return (bytes) => {
    rest = Buffer.concat([rest, bytes]);
    for (;;) {
      const head = hasType ? 1 : 0;
      if (rest.length < head + 4) return;
      const length = head + rest.readUInt32BE(head);
      if (rest.length < length) return;
      const message = rest.subarray(0, length);
      rest = rest.subarray(length);
      take(hasType ? String.fromCharCode(message[0] ?? 0) : '', message);
      hasType = true;
    }
  };
}

function frame(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.write(type, 'latin1');
  head.writeUInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}
