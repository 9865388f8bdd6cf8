/** The county server, put together. */
import { join } from 'node:path';
import { pino } from 'pino';
import { newId } from '@lianyi/schema/basics/ids';
import type { KindTable } from '@lianyi/schema/documents/kinds';
import { kindTable } from '@lianyi/schema/documents/kinds';
import type { WireTable } from '@lianyi/schema/wire/steps';
import { wireTable } from '@lianyi/schema/wire/steps';
import { recordIn } from './access/audit.ts';
import { adoptAccounts } from './directory/adoptAccounts.ts';
import { openAttachmentFiles } from './store/attachmentFiles.ts';
import { openDatabase } from './store/database.ts';
import { bringUpToDate } from './store/migrate.ts';
import { postgresStore } from './store/postgresStore.ts';
import { scopeNotices } from './store/scopeNotices.ts';
import { openHistory, presentHistory, rememberSideHistory } from './store/history.ts';
import { attachmentsOf } from './sync/attachments.ts';
import { openCountyKey } from './sync/countyKey.ts';
import type { County } from './sync/county.ts';
import { scopeBell } from './sync/scopeBell.ts';
import { snapshotsOf } from './sync/snapshots/offerSnapshots.ts';
import { realTimers } from './sync/timers.ts';
import type { SignInPolicy } from './access/signIn.ts';
import type { DemoAccountView } from './reports/views.ts';
import { makeMetrics } from './http/metrics.ts';
import { makeServer, placesIn } from './http/server.ts';

export interface ServerOptions {
  /** PostgreSQL 15 or later. */
  readonly databaseUrl: string;
  /** Where the tables are made and changed, if the login of `databaseUrl` does not own them. */
  readonly ownerDatabaseUrl?: string;
  /** 0 takes any. */
  readonly port: number;
  readonly host: string;
  /** Holds the county's private key; made if absent. */
  readonly keyDir: string;
  /** Holds the bytes of attachments, encrypted; without it a folder beside the key. */
  readonly attachmentDir?: string;
  /** What one institution may keep there; 5 GB if left out. */
  readonly attachmentQuotaBytes?: number;
  /** The built console, served at `/`. */
  readonly consoleDir?: string;
  /** Of a demo only: the login page shows them to everybody. */
  readonly demoAccounts?: readonly DemoAccountView[];
  /** Whose post asks for one-time codes at the console; county IT's and the auditor's if it is not said. */
  readonly totpFor?: SignInPolicy['totpFor'];
  /** Addresses, or networks as `10.0.0.0/8`, of the proxies before this server; none if left out, and then what a request says of its origin is not believed. */
  readonly trustProxy?: readonly string[];
  readonly logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'silent';
  readonly now?: () => Date;
  /** Of tests: a county of another version. */
  readonly kinds?: KindTable;
  readonly wire?: WireTable;
  /** Of tests: how long nothing may move on a connection, if not two minutes. */
  readonly silenceMs?: number;
}

const defaultQuotaBytes = 5_000_000_000;

export interface RunningServer {
  readonly url: string;
  /** For the county's own writes, in this process. */
  readonly county: County;
  close(): Promise<void>;
}

/** @throws Error if the database cannot be reached or migrated, or belongs to another key */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const log = pino({ level: options.logLevel });
  const ownersUrl = options.ownerDatabaseUrl ?? options.databaseUrl;
  const ran = await bringUpToDate(ownersUrl);
  const db = openDatabase(options.databaseUrl, { onIdleError: (error) => log.warn({ name: error.name }, 'a database connection broke') });
  try {
    if (ran.length > 0) log.info({ migrations: ran }, 'the database was brought up to date');
    const key = await openCountyKey(options.keyDir);
    let history = await openHistory(db, key.publicKey, newId());
    const metrics = makeMetrics();
    const bell = scopeBell();
    const keepUp = async (): Promise<void> => {
      const present = await presentHistory(db);
      if (present === undefined) throw new Error('the database is empty: it is being restored');
      const { epoch, leftBehind } = present;
      if (epoch === history.epoch && leftBehind === history.ancestry.length) return;
      // The backup may be of an earlier version.
      await bringUpToDate(ownersUrl);
      history = await openHistory(db, key.publicKey, epoch);
      log.warn({ epoch, leftBehind }, 'the database is of another history, or another server has learned of one');
    };
    const onScopes = (scopes: readonly string[] | null): void => {
      if (scopes !== null) return bell.heard(scopes);
      // The connection was away, or a restore told everybody to look.
      void keepUp().catch((error: unknown) => log.warn({ name: error instanceof Error ? error.name : '' }, 'the history could not be read')).then(() => bell.heard(null));
    };
    const notices = scopeNotices(options.databaseUrl, onScopes);
    bell.onRing((scopes) => notices.tell(scopes));
    const county: County = {
      get epoch() { return history.epoch; },
      get ancestry() { return history.ancestry; },
      db, store: postgresStore(db), key, bell, keepUp,
      learnHistory: async (other) => { history = { ...history, ancestry: await rememberSideHistory(db, other) }; },
      now: options.now ?? (() => new Date()),
      timers: realTimers,
      kinds: options.kinds ?? kindTable,
      hears: {
        bundle: (outcome, reason) => metrics.bundles.inc({ outcome, reason: reason ?? '' }),
        alarm: (what, ids) => { metrics.alarms.inc({ what }); log.warn({ alarm: what, ...ids }, what); },
        bug: (error, ids) => log.error({ ...ids, name: error instanceof Error ? error.name : '', stack: placesIn(error) }, 'the county could not process something'),
      },
    };
    const adopted = await adoptAccounts(county, async (tx, { userId, personId }) =>
      recordIn(tx, { now: county.now, sign: (text) => key.sign(text) }, { commandLine: 'upgrade' }, { action: 'user.adopt', about: userId, detail: { personId } }));
    for (const { userId, personId, login } of adopted) {
      log.warn({ userId, personId, login }, 'an account of before is on the roster now: what it covers follows from the posts there');
    }
    const snapshots = snapshotsOf(county);
    const files = await openAttachmentFiles(options.attachmentDir ?? join(options.keyDir, 'attachments'), options.keyDir);
    const attachments = attachmentsOf(county, files, options.attachmentQuotaBytes ?? defaultQuotaBytes);
    const app = await makeServer({ county, snapshots, attachments, metrics, log, wire: options.wire ?? wireTable, silenceMs: options.silenceMs ?? 120_000, trustProxy: options.trustProxy ?? [], consoleDir: options.consoleDir, demoAccounts: options.demoAccounts ?? [], totpFor: options.totpFor ?? ['countyIt', 'auditor'] });
    const url = await app.listen({ port: options.port, host: options.host });
    log.info({ url }, 'the county listens');
    return {
      url,
      county,
      close: async () => {
        bell.close();
        await app.close();
        await snapshots.close();
        await notices.close();
        await db.destroy();
      },
    };
  } catch (error) {
    await db.destroy();
    throw error;
  }
}
