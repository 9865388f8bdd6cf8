import type { Server } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive, readHostFile } from '@lianyi/desktop/web/hostFile';
import { consoleUsers, demoClinics } from './clinics.ts';
import { organisationOf } from './county/organisations.ts';
import type { Home } from './home.ts';
import type { LineProxy } from './lineProxy.ts';
import { openLine } from './lineProxy.ts';
import { freePort, startProcess, waitFor } from './processes.ts';
import type { Started } from './processes.ts';
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
    const county = await startCounty(options);
    processes.push(county.started);
    const clinics: RunningClinic[] = [];
    for (const clinic of demoClinics) {
      const line = await openLine(7310, { host: '127.0.0.1', port: county.port });
      lines.push(line);
      const { started, running } = await startClinic(options, clinic.slug, clinic.orgSlug, line.port);
      processes.push(started);
      clinics.push(running);
    }
    switchboard = await openSwitchboard(7309, clinics.flatMap(({ slug, name }, at) => {
      const line = lines[at];
      return line ? [{ slug, name, line }] : [];
    }));
    const address = switchboard.address();
    const switchPort = typeof address === 'object' && address !== null ? address.port : 7309;
    return { countyUrl: `http://127.0.0.1:${county.port}`, clinics, switchboardUrl: `http://127.0.0.1:${switchPort}`, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** On the first port that it can have; another program may take one between looking and listening. */
async function startCounty({ root, home, databaseUrl, onDeath }: RunOptions): Promise<{ started: Started; port: number }> {
  for (let tries = 1; ; tries += 1) {
    const port = await freePort(7300 + tries - 1);
    let isUp = false;
    const started = startProcess({
      name: '县服务器 county server',
      script: join(root, 'apps/sync-server/src/main.ts'),
      args: [],
      env: {
        DATABASE_URL: databaseUrl, PORT: String(port), LIANYI_KEY_DIR: home.keyDir, LOG_LEVEL: 'info',
        LIANYI_DEMO_ACCOUNTS: JSON.stringify(consoleUsers.map(({ name, password, role }) => ({ login: name, password, role }))),
      },
      logFile: join(home.logsDir, 'county.log'),
      onDeath: (name, logFile) => {
        if (isUp) onDeath(name, logFile);
      },
    });
    try {
      await waitFor(started, 30, async () => ((await fetch(`http://127.0.0.1:${port}/health`).catch(() => null))?.ok === true ? true : null));
      // An answer may be another server's, while ours is about to end.
      await sleep(100);
      if (started.child.exitCode !== null) throw new Error(`${started.name} ended at once`);
      isUp = true;
      return { started, port };
    } catch (error) {
      await started.stop();
      if (tries === 3) throw error;
    }
  }
}

async function startClinic({ root, home, onDeath }: RunOptions, slug: string, orgSlug: string, linePort: number): Promise<{ started: Started; running: RunningClinic }> {
  const dataDir = home.clinicDir(slug);
  const name = organisationOf(orgSlug).shortName;
  const webPort = await freePort(7320);
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
