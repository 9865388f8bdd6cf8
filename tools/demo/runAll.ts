import type { Server } from 'node:http';
import { join } from 'node:path';
import { isAlive, readHostFile } from '@lianyi/desktop/web/hostFile';
import { consoleUsers, demoClinics } from './clinics.ts';
import { organisationOf } from './county/organisations.ts';
import type { Home } from './home.ts';
import type { LineProxy } from './lineProxy.ts';
import { openLine } from './lineProxy.ts';
import { freePort, startProcess, waitFor } from './processes.ts';
import type { Started } from './processes.ts';
import { openSwitchboard } from './switchboard.ts';

export interface RunningClinic {
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
  readonly databaseUrl: string;
  readonly onDeath: (name: string, logFile: string) => void;
}

/** Starts the county server, and per clinic a line and a host; taken ports are stepped over. */
export async function runAll(options: RunOptions): Promise<Running> {
  const processes: Started[] = [];
  const lines: LineProxy[] = [];
  let switchboard: Server | null = null;
  const stop = async (): Promise<void> => {
    await Promise.all(processes.toReversed().map((started) => started.stop()));
    await Promise.all(lines.map((line) => line.close()));
    switchboard?.close();
    switchboard?.closeAllConnections();
  };
  try {
    const countyPort = await freePort(7300);
    processes.push(await startCounty(options, countyPort));
    const clinics: RunningClinic[] = [];
    const taken = [countyPort];
    for (const clinic of demoClinics) {
      const linePort = await freePort(7310, taken);
      const webPort = await freePort(7320, [...taken, linePort]);
      taken.push(linePort, webPort);
      lines.push(await openLine(linePort, { host: '127.0.0.1', port: countyPort }));
      const { started, running } = await startClinic(options, clinic.slug, clinic.orgSlug, linePort, webPort);
      processes.push(started);
      clinics.push(running);
    }
    const switchPort = await freePort(7309, taken);
    switchboard = await openSwitchboard(switchPort, clinics.flatMap(({ slug, name }, at) => {
      const line = lines[at];
      return line ? [{ slug, name, line }] : [];
    }));
    return { countyUrl: `http://127.0.0.1:${countyPort}`, clinics, switchboardUrl: `http://127.0.0.1:${switchPort}`, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startCounty({ root, home, databaseUrl, onDeath }: RunOptions, port: number): Promise<Started> {
  const started = startProcess({
    name: '县服务器 county server',
    script: join(root, 'apps/sync-server/src/main.ts'),
    args: [],
    env: {
      DATABASE_URL: databaseUrl, PORT: String(port), LIANYI_KEY_DIR: home.keyDir, LOG_LEVEL: 'info',
      LIANYI_DEMO_ACCOUNTS: JSON.stringify(consoleUsers.map(({ name, password, role }) => ({ login: name, password, role }))),
    },
    logFile: join(home.logsDir, 'county.log'),
    onDeath,
  });
  await waitFor(started, 30, async () => ((await fetch(`http://127.0.0.1:${port}/health`).catch(() => null))?.ok === true ? true : null));
  return started;
}

async function startClinic({ root, home, onDeath }: RunOptions, slug: string, orgSlug: string, linePort: number, webPort: number): Promise<{ started: Started; running: RunningClinic }> {
  const dataDir = home.clinicDir(slug);
  const name = organisationOf(orgSlug).shortName;
  const started = startProcess({
    name: `诊所 clinic ${name}`,
    script: join(root, 'apps/desktop/src/web/main.ts'),
    args: ['--data-dir', dataDir, '--port', String(webPort), '--county-url', `http://127.0.0.1:${linePort}`],
    logFile: join(home.logsDir, `${slug}.log`),
    onDeath,
  });
  const url = await waitFor(started, 30, () => {
    const file = readHostFile(dataDir);
    return file !== null && file.pid === started.child.pid && isAlive(file.pid) ? file.url : null;
  });
  return { started, running: { slug, name, url, dataDir } };
}
