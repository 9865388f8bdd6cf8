import { randomBytes } from 'node:crypto';
import type { Database } from '@lianyi/sync-server/store/database';
import { openAsOwner, sql } from '@lianyi/sync-server/store/database';
import type { TestDatabase } from './aTestPostgres.ts';
import { anEmptyDatabase } from './aTestPostgres.ts';

export interface OwnedDatabase extends TestDatabase {
  readonly login: string;
  /** Of the whole PostgreSQL, as a county's own administrators have it. */
  readonly administrator: Database;
  /** The URL of another login to this database, which has no rights yet. */
  aLogin(): Promise<{ readonly login: string; readonly databaseUrl: string }>;
}

/** An empty database as a county has it that is careful: the login that owns it is no administrator. */
export async function anOwnedDatabase(rights: 'createrole' | 'nocreaterole'): Promise<OwnedDatabase> {
  const { databaseUrl, drop } = await anEmptyDatabase();
  const name = new URL(databaseUrl).pathname.slice(1);
  const administrator = openAsOwner(databaseUrl, { maxConnections: 1 });
  const logins: string[] = [];
  const aLogin = async (options = '') => {
    const [login, password] = [`login_${randomBytes(6).toString('hex')}`, randomBytes(12).toString('hex')];
    await sql.raw(`create role ${login} login ${options} password '${password}'`).execute(administrator);
    logins.push(login);
    const url = new URL(databaseUrl);
    [url.username, url.password] = [login, password];
    return { login, databaseUrl: url.href };
  };
  const owner = await aLogin(rights);
  await sql.raw(`alter database ${name} owner to ${owner.login}`).execute(administrator);
  return {
    ...owner, administrator, aLogin,
    drop: async () => {
      await administrator.destroy();
      await drop();
      // Roles outlive a database: those of this one are nobody's now.
      const server = openAsOwner(databaseUrl.replace(/[^/]+$/, 'postgres'), { maxConnections: 1 });
      for (const role of [`lianyi_engine_${name}`, `lianyi_reader_${name}`, ...logins]) await sql.raw(`drop role if exists ${role}`).execute(server);
      await server.destroy();
    },
  };
}
