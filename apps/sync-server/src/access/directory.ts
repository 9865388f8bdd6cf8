import { sql } from 'kysely';
import type { OrganisationType, Person } from '@lianyi/schema/documents/county';
import { catalogueScope } from '@lianyi/schema/documents/kinds';
import type { GradedDrug } from '@lianyi/schema/rules/prescribingRights';
import type { Database } from '../store/database.ts';

/** What the permissions of people are resolved from. */
export interface Directory {
  readonly people: ReadonlyMap<string, Pick<Person, 'posts' | 'grants'>>;
  readonly organisations: ReadonlyMap<string, KnownOrganisation>;
  /** Drugs whose prescription needs a right, by product. */
  readonly gradedDrugs: ReadonlyMap<string, GradedDrug>;
}

interface KnownOrganisation {
  readonly type: OrganisationType;
  /** Where a post counts here: itself, and the institutions above it that treat people. */
  readonly coveredBy: ReadonlySet<string>;
}

export const emptyDirectory: Directory = { people: new Map(), organisations: new Map(), gradedDrugs: new Map() };

const kept = new WeakMap<Database, { readonly version: string; readonly directory: Directory }>();

/**
 * The directory as it is now. Institutions, people and drugs are all in the scope of catalogues, whose number rises in the
 * transaction that writes them: while it stands, what was read before holds.
 */
export async function presentDirectory(db: Database): Promise<Directory> {
  const { rows: [row] } = await sql<{ version: string }>`
    select c.epoch || ' ' || coalesce(s.number, 0) as version from county c left join scope_counter s on s.scope = ${catalogueScope}`.execute(db);
  const version = row?.version ?? '';
  const known = kept.get(db);
  if (known?.version === version) return known.directory;
  const directory = await readDirectory(db);
  kept.set(db, { version, directory });
  return directory;
}

/** A county has some hundred of each: three statements. */
export async function readDirectory(db: Database): Promise<Directory> {
  const people = await sql<{ id: string } & Pick<Person, 'posts' | 'grants'>>`
    select p.id, p.grants, coalesce(jsonb_agg(jsonb_build_object('orgId', o.org_id, 'role', o.role, 'from', o.begins, 'until', o.ends) order by o.place)
      filter (where o.person_id is not null), '[]') as posts
    from person p left join post o on o.person_id = p.id group by p.id`.execute(db);
  const organisations = await db.selectFrom('organisation').select(['id', 'type', 'path']).execute();
  const countyIds = new Set(organisations.filter(({ type }) => type === 'county').map(({ id }) => id));
  const drugs = await sql<{ id: string } & GradedDrug>`
    select id, body ->> 'name' as name, body ->> 'antibioticGrade' as antibiotic_grade, body ->> 'specialControl' as special_control from document
    where kind = 'product' and (body ->> 'antibioticGrade' <> '' or body ->> 'specialControl' <> '')`.execute(db);
  return {
    people: new Map(people.rows.map(({ id, posts, grants }) => [id, { posts, grants }])),
    organisations: new Map(organisations.map(({ id, type, path }) => [id, { type, coveredBy: new Set(path.filter((above) => above === id || !countyIds.has(above))) }])),
    gradedDrugs: new Map(drugs.rows.map(({ id, ...drug }) => [id, drug])),
  };
}
