import type { Server } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { engineEnvironment, engineFlags } from '@lianyi/desktop/contract/engineFlags';
import { isAlive, readHostFile } from '@lianyi/desktop/web/hostFile';
import type { DemoClinic } from './clinics.ts';
import { consoleUsers, demoClinics } from './clinics.ts';
import { organisationOf } from './county/organisations.ts';
import type { Home } from './home.ts';
import type { Kept } from './keepRunning.ts';
import { keepRunning } from './keepRunning.ts';
import { KeptPorts } from './keptPorts.ts';
import type { LineProxy } from './lineProxy.ts';
import { openLine } from './lineProxy.ts';
import { noteCountyUrl } from './noteCountyUrl.ts';
import { freePort, startProcess, waitFor } from './processes.ts';
import type { ProcessOptions, Started } from './processes.ts';
import { openSwitchboard } from './switchboard.ts';

interface RunningClinic {
  readonly slug: string;
  readonly name: string;
  readonly url: string;
  readonly dataDir: string;
}

export interface Running {
  readonly countyUrl: string;
  readonly clinics: readonly RunningClinic[];
  readonly switchboardUrl: string;
  stop(): Promise<void>;
}

export interface RunOptions {
  readonly root: string;
  readonly home: Home;
  /** Comes while the clinics start: they need the county for nothing but the line. */
  readonly databaseUrl: Promise<string>;
  /** Aborted when everything is to stop, also half way through the start. */
  readonly stopping: AbortSignal;
  readonly tell: Tell;
}

/** Hears what became of a process that ended by itself; `name` is in both languages. */
interface Tell {
  died(name: string, logFile: string): void;
  back(name: string): void;
  givenUp(name: string, logFile: string): void;
}

/** Starts the county server, and per clinic a line and a host, all at once; taken ports are stepped over. What dies is started again. */
export async function runAll(options: RunOptions): Promise<Running> {
  const kept: Kept[] = [];
  const lines: LineProxy[] = [];
  let switchboard: Server | null = null;
  const stop = async (): Promise<void> => {
    await Promise.all(kept.map((entry) => entry.stop()));
    await Promise.all(lines.map((line) => line.close()));
    switchboard?.close();
    switchboard?.closeAllConnections();
  };
  try {
    const county: County = { port: null };
    for (const _ of demoClinics) lines.push(await openLine(7310, county));
    const ports = new KeptPorts(options.home.dir);
    const clinicPorts: number[] = [];
    for (const { slug } of demoClinics) clinicPorts.push(await ports.portFor(slug, 7320));
    ports.keep();
    const starts = await Promise.allSettled([
      startCounty(options, county).then((entry) => void kept.push(entry)),
      ...demoClinics.map(async (clinic, at): Promise<RunningClinic> => {
        const { entry, running } = await startClinic(options, clinic, clinicPorts[at] ?? 0, lines[at]?.port ?? 0);
        kept.push(entry);
        return running;
      }),
    ]);
    const failed = starts.find((start) => start.status === 'rejected');
    if (failed) throw failed.reason;
    const clinics = starts.flatMap((start) => (start.status === 'fulfilled' && start.value !== undefined ? [start.value] : []));
    switchboard = await openSwitchboard(7309, clinics.flatMap(({ slug, name }, at) => {
      const line = lines[at];
      return line ? [{ slug, name, line }] : [];
    }));
    const address = switchboard.address();
    const switchPort = typeof address === 'object' && address !== null ? address.port : 7309;
    return { countyUrl: `http://127.0.0.1:${county.port ?? 0}`, clinics, switchboardUrl: `http://127.0.0.1:${switchPort}`, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Where the county server listens; a line asks for it whenever it is used. */
interface County {
  port: number | null;
}

/** On the first port that it can have, and on the same one whenever it is started again. */
async function startCounty({ root, home, databaseUrl, stopping, tell }: RunOptions, county: County): Promise<Kept> {
  const name = '县服务器 county server';
  const logFile = join(home.logsDir, 'county.log');
  const url = await databaseUrl;
  let port = await freePort(7300);
  const startAt = async (onDeath: () => void): Promise<Started> => startAnswering({
    name, logFile, stopping,
    onDeath: () => {
      county.port = null;
      onDeath();
    },
    script: join(root, 'apps/sync-server/src/main.ts'),
    args: [],
    env: {
      DATABASE_URL: url, PORT: String(port), LIANYI_KEY_DIR: home.keyDir, LOG_LEVEL: 'info',
      LIANYI_DEMO_ACCOUNTS: JSON.stringify(consoleUsers.map((user) => ({ login: user.name, password: user.password, role: user.role }))),
    },
  }, (started) => (started.isReady() ? true : null));
  let triesLeft = 5;
  return keepRunning({
    start: async (onDeath) => {
      for (;;) {
        try {
          const started = await startAt(onDeath);
          triesLeft = 1;
          county.port = port;
          return started;
        } catch (error) {
          triesLeft -= 1;
          if (triesLeft <= 0 || stopping.aborted) throw error;
          // Another program may take a port between looking and listening.
          port = await freePort(port + 1);
        }
      }
    },
    stopping,
    ...toldAs(tell, name, logFile),
  });
}

async function startClinic({ root, home, stopping, tell }: RunOptions, { slug, orgSlug }: DemoClinic, webPort: number, linePort: number): Promise<{ entry: Kept; running: RunningClinic }> {
  const dataDir = home.clinicDir(slug);
  const countyUrl = `http://127.0.0.1:${linePort}`;
  noteCountyUrl(dataDir, countyUrl);
  const shortName = organisationOf(orgSlug).shortName;
  await formerHostEnds(dataDir, stopping);
  const name = `诊所 clinic ${shortName}`;
  const logFile = join(home.logsDir, `${slug}.log`);
  const isUp = ({ child }: Started): true | null => {
    const file = readHostFile(dataDir);
    return file !== null && file.pid === child.pid && isAlive(file.pid) ? true : null;
  };
  const entry = await keepRunning({
    start: async (onDeath) => startAnswering({
      name, logFile, stopping, onDeath, engineFlags, env: engineEnvironment,
      script: join(root, 'apps/desktop/src/web/main.ts'),
      args: ['--data-dir', dataDir, '--port', String(webPort), '--county-url', countyUrl],
    }, isUp),
    stopping,
    ...toldAs(tell, name, logFile),
  });
  return { entry, running: { slug, name: shortName, url: readHostFile(dataDir)?.url ?? '', dataDir } };
}

/** One whose start was killed ends by itself, and holds its folder until then. */
async function formerHostEnds(dataDir: string, stopping: AbortSignal): Promise<void> {
  const former = readHostFile(dataDir)?.pid;
  if (former === undefined) return;
  for (let waits = 0; waits < 150 && isAlive(former) && !stopping.aborted; waits += 1) await sleep(100);
}

const toldAs = (tell: Tell, name: string, logFile: string) => ({
  onDied: () => tell.died(name, logFile),
  onBack: () => tell.back(name),
  onGivenUp: () => tell.givenUp(name, logFile),
});

/** Starts a process and waits until it answers. What ends before that is a failed start and no death. */
async function startAnswering(options: ProcessOptions & { readonly stopping: AbortSignal }, answers: (started: Started) => true | null | Promise<true | null>): Promise<Started> {
  let isUp = false;
  const started = startProcess({ ...options, onDeath: () => {
    if (isUp) options.onDeath();
  } });
  try {
    await waitFor(started, 90, options.stopping, () => answers(started));
    isUp = true;
    return started;
  } catch (error) {
    await started.stop();
    throw error;
  }
}
