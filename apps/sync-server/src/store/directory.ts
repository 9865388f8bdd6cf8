import { sql } from 'kysely';
import type { Organisation, Person } from '@lianyi/schema/documents/county';
import type { Tx } from './database.ts';

/** Any number that no other advisory lock of ours uses. */
export const directoryLock = 710_003;

/** Until the transaction has ended the directory stays as it is: who may log in, and who is county IT. */
export async function lockDirectory(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(${directoryLock})`.execute(tx);
}

/** Keeps the projections of organisations and people up to date; a parent may come in the same call or later. */
export async function projectDirectory(tx: Tx, organisations: readonly Organisation[], people: readonly Person[]): Promise<void> {
  if (organisations.length > 0) {
    await sql`
      insert into organisation (id, parent_id, path, name, short_name, type, closed_on)
      select id, parent_id, array[id], name, short_name, type, closed_on
      from unnest(${organisations.map((row) => row.id)}::uuid[], ${organisations.map((row) => row.parentId)}::uuid[], ${organisations.map((row) => row.name)}::text[],
        ${organisations.map((row) => row.shortName)}::text[], ${organisations.map((row) => row.type)}::text[], ${organisations.map((row) => row.closedOn)}::text[]) as n (id, parent_id, name, short_name, type, closed_on)
      on conflict (id) do update set parent_id = excluded.parent_id, name = excluded.name, short_name = excluded.short_name, type = excluded.type, closed_on = excluded.closed_on, changed_at = now()`.execute(tx);
    // A few hundred organisations: all paths are laid anew, whatever moved. A circle of parents ends at its first repeat.
    await sql`
      with recursive tree as (
        select id, array[id] as path from organisation o where parent_id is null or not exists (select from organisation p where p.id = o.parent_id)
        union all
        select child.id, tree.path || child.id from organisation child join tree on child.parent_id = tree.id where child.id <> all(tree.path)
      )
      update organisation o set path = tree.path from tree where tree.id = o.id and o.path <> tree.path`.execute(tx);
  }
  if (people.length > 0) await projectPeople(tx, people);
}

async function projectPeople(tx: Tx, people: readonly Person[]): Promise<void> {
  await sql`
    insert into person (id, name, grants, active)
    select id, name, grants::jsonb, active from unnest(${people.map((row) => row.id)}::uuid[], ${people.map((row) => row.name)}::text[],
      ${people.map((row) => JSON.stringify(row.grants))}::text[], ${people.map((row) => row.active)}::boolean[]) as n (id, name, grants, active)
    on conflict (id) do update set name = excluded.name, grants = excluded.grants, active = excluded.active`.execute(tx);
  await sql`delete from post where person_id = any(${people.map((row) => row.id)}::uuid[])`.execute(tx);
  const posts = people.flatMap(({ id, posts: held }) => held.map((post, place) => ({ id, place, ...post })));
  await sql`
    insert into post (person_id, place, org_id, role, begins, ends)
    select * from unnest(${posts.map((row) => row.id)}::uuid[], ${posts.map((row) => row.place)}::int[], ${posts.map((row) => row.orgId)}::uuid[],
      ${posts.map((row) => row.role)}::text[], ${posts.map((row) => row.from)}::text[], ${posts.map((row) => row.until)}::text[])`.execute(tx);
}
