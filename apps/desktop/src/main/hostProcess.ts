/** The host as a utility process: started, given ports, closed in order. */
import { join } from 'node:path';
import type { WebFrameMain } from 'electron';
import { MessageChannelMain, utilityProcess } from 'electron';
import { engineEnvironment, engineFlags } from '../contract/engineFlags.ts';
import type { HostReport, ShellMessage, ShellStart } from '../contract/shell.ts';

export interface HostProcess {
  readonly report: HostReport;
  /** Gives a page its port. */
  connect(frame: WebFrameMain): void;
  /** Resolves when the host has written and closed everything, or was ended after ten seconds. */
  close(): Promise<void>;
}

const patienceMs = 10_000;

/** @param onDeath hears if the host ends without having been told to */
export async function startHostProcess(told: ShellStart, onDeath: () => void): Promise<HostProcess> {
  const child = utilityProcess.fork(join(import.meta.dirname, '../host/index.cjs'), [], {
    serviceName: 'Lianyi host', stdio: 'inherit', execArgv: [`--js-flags=${engineFlags.join(' ')}`], env: { ...process.env, ...engineEnvironment },
  });
  let isClosing = false;
  let isReady = false;
  const send = (message: ShellMessage): void => child.postMessage(message);
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => {
      resolve();
      if (isReady && !isClosing) onDeath();
    });
  });
  const report = await new Promise<HostReport>((resolve) => {
    child.once('message', (message: HostReport) => resolve(message));
    void ended.then(() => resolve({ kind: 'failed', reason: 'unreadable', detail: 'the host ended at once' }));
    child.once('spawn', () => send(told));
  });
  isReady = report.kind === 'ready';

  return {
    report,
    connect: (frame) => {
      const { port1, port2 } = new MessageChannelMain();
      child.postMessage({ kind: 'port' } satisfies ShellMessage, [port1]);
      frame.postMessage('lianyi:port', null, [port2]);
    },
    close: async () => {
      isClosing = true;
      send({ kind: 'close' });
      let timer: NodeJS.Timeout | undefined;
      await Promise.race([ended, new Promise((resolve) => { timer = setTimeout(resolve, patienceMs); })]);
      clearTimeout(timer);
      child.kill();
    },
  };
}
