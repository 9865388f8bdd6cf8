import { openAsOwner, sql } from '@lianyi/sync-server/store/database';

/** Makes the database if it is absent. `name` is a plain word. @returns its URL */
export async function ensureDatabase(serverUrl: string, name: string): Promise<string> {
  const db = openAsOwner(serverUrl, { maxConnections: 1 });
  try {
    const { rows } = await sql`select 1 from pg_database where datname = ${name}`.execute(db);
    if (rows.length === 0) await sql.raw(`create database "${name}"`).execute(db);
  } finally {
    await db.destroy();
  }
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}
