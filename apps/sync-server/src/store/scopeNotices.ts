import { sql } from 'kysely';
import pg from 'pg';
import type { Database } from './database.ts';

const channel = 'lianyi_scopes';
/** PostgreSQL takes 8000 bytes; past that, everybody looks. */
const maxPayloadBytes = 7500;
const gatherMs = 25;

/** From a process that does not listen, such as the command line: tells the county's servers which scopes were written to. */
export async function tellScopes(db: Database, scopes: readonly string[]): Promise<void> {
  const payload = ['command', ...scopes].join(',');
  await sql`select pg_notify(${channel}, ${Buffer.byteLength(payload) > maxPayloadBytes ? 'command,*' : payload})`.execute(db);
}

/** Tells the county's other processes which scopes were written to, and hears it from them. */
export interface ScopeNotices {
  tell(scopes: ReadonlySet<string>): void;
  close(): Promise<void>;
}

/**
 * Listens on one connection of its own. A process that cannot be told looks again when its waiting ends: notices make
 * the county quick, nothing depends on them.
 * @param onScopes hears the scopes, or null: any
 */
export function scopeNotices(databaseUrl: string, onScopes: (scopes: readonly string[] | null) => void): ScopeNotices {
  const self = Math.random().toString(36).slice(2, 12);
  const pending = new Set<string>();
  let client: pg.Client | null = null;
  let timer: NodeJS.Timeout | null = null;
  let isClosed = false;
  let retryMs = 250;

  const connect = async (): Promise<void> => {
    const next = new pg.Client({ connectionString: databaseUrl });
    const lost = (): void => {
      if (client === next) client = null;
      void next.end().catch(() => undefined);
      if (isClosed) return;
      retryMs = Math.min(retryMs * 2, 10_000);
      setTimeout(() => void connect(), retryMs).unref();
    };
    next.once('error', lost);
    // A second error of a connection that is given up already is nobody's.
    next.on('error', () => undefined);
    next.on('notification', ({ payload = '' }) => {
      const [from, ...scopes] = payload.split(',');
      if (from !== self) onScopes(scopes[0] === '*' ? null : scopes);
    });
    try {
      await next.connect();
      await next.query(`listen ${channel}`);
      if (isClosed) await next.end();
      else client = next;
      retryMs = 250;
      // What was said while nobody listened.
      onScopes(null);
    } catch {
      lost();
    }
  };
  void connect();

  const flush = (): void => {
    timer = null;
    const payload = [self, ...pending].join(',');
    pending.clear();
    void client?.query('select pg_notify($1, $2)', [channel, Buffer.byteLength(payload) > maxPayloadBytes ? `${self},*` : payload]).catch(() => undefined);
  };
  return {
    tell: (scopes) => {
      for (const scope of scopes) pending.add(scope);
      timer ??= setTimeout(flush, gatherMs);
    },
    close: async () => {
      isClosed = true;
      if (timer) clearTimeout(timer);
      await client?.end().catch(() => undefined);
    },
  };
}
