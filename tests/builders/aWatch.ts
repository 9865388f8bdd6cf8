import { openAsOwner, sql } from '@lianyi/sync-server/store/database';

/** Tells which tables of a county something was written to. Close it before the county. */
export interface Watch {
  /** The names of the tables that rows were written to or taken from since it was last asked. */
  written(): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** What the county writes down about whoever asks, refused or not: that they asked, and how often they were wrong. */
const aboutTheAsking = ['audit_entry', 'county_session', 'login_failure', 'enrolment_try', 'device_check'];
/** Of a device: when it was heard, how it said that it fares, why it was refused, and that it showed a second history. */
const aboutTheCall = [
  'trouble', 'trouble_at', 'last_heard_at', 'nonce_at', 'app_version', 'purge_nonce', 'forked_at', 'waiting_count', 'disk_free_mb', 'outbox_oldest_at', 'pc_trouble', 'condition_at', 'clock_ahead_s',
];

/** Sets a trigger on every table there is, by the database's own list: a table that is new is watched too. */
export async function aWatch(databaseUrl: string): Promise<Watch> {
  const db = openAsOwner(databaseUrl, { maxConnections: 1 });
  await sql`create table watched_write (number bigserial primary key, name text not null)`.execute(db);
  await sql`
    create function watch_write() returns trigger language plpgsql security definer as $$
    begin
      if tg_op = 'UPDATE' and to_jsonb(old) - tg_argv[0]::text[] = to_jsonb(new) - tg_argv[0]::text[] then return null; end if;
      insert into watched_write (name) values (tg_table_name);
      return null;
    end $$`.execute(db);
  const { rows } = await sql<{ name: string }>`select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE' and table_name <> 'watched_write'`.execute(db);
  for (const { name } of rows.filter((table) => !aboutTheAsking.includes(table.name))) {
    const columns = name === 'device' ? aboutTheCall : [];
    await sql`create trigger watch_write after insert or update or delete on ${sql.table(name)} for each row execute function watch_write(${sql.lit(`{${columns.join(',')}}`)})`.execute(db);
  }
  let seen = 0;
  return {
    written: async () => {
      const { rows: found } = await sql<{ number: number; name: string }>`select number, name from watched_write where number > ${seen} order by number`.execute(db);
      seen = Math.max(seen, ...found.map(({ number }) => number));
      return [...new Set(found.map(({ name }) => name))];
    },
    close: async () => db.destroy(),
  };
}
