import { sql } from 'kysely';
import { canonicalJson } from '@lianyi/schema/basics/canonicalJson';
import type { Organisation, Person } from '@lianyi/schema/documents/county';
import type { DocumentOf, KindTable } from '@lianyi/schema/documents/kinds';
import { kindTable, parseDocument } from '@lianyi/schema/documents/kinds';
import type { Body } from '@lianyi/schema/documents/lens';
import { liftedBody } from '@lianyi/schema/documents/lifting';
import type { Database, Tx } from '../store/database.ts';
import { onSnapshot } from '../store/inTransaction.ts';

/** The table whose rows are not what the documents say: `post` and `right` are of a person. What may be done is asked of the tables. */
export type DirectoryFault = 'organisation' | 'person' | 'post' | 'right';

export interface DirectoryExamined {
  readonly looked: number;
  readonly faults: readonly { readonly id: string; readonly fault: DirectoryFault }[];
}

/** By id: what a table has, or should have, of it. */
type Rows = ReadonlyMap<string, string>;

/** The county's organisations and people, of whom there are some thousands, in the tables and in their documents. */
export async function examineDirectory(db: Database, kinds: KindTable = kindTable): Promise<DirectoryExamined> {
  return onSnapshot(db, async (tx) => {
    const organisations = await documentsOf(tx, 'organisation', kinds);
    const people = await documentsOf(tx, 'person', kinds);
    return {
      looked: organisations.length + people.length,
      faults: [
        ...unlike('organisation', organisationsSaid(organisations), await organisationsIn(tx)),
        ...unlike('person', rowsBy(people, ({ name, active }) => [name, active]), await personsIn(tx)),
        ...unlike('right', rowsBy(people, ({ grants }) => grants), await rightsIn(tx)),
        ...unlike('post', rowsBy(people.filter(({ posts }) => posts.length > 0), ({ posts }) => posts.map(({ orgId, role, from, until }, place) => [place, orgId, role, from, until])), await postsIn(tx)),
      ],
    };
  });
}

const unlike = (fault: DirectoryFault, said: Rows, there: Rows): DirectoryExamined['faults'] =>
  [...new Set([...said.keys(), ...there.keys()])].filter((id) => said.get(id) !== there.get(id)).toSorted().map((id) => ({ id, fault }));

const rowsBy = <T extends { readonly id: string }>(rows: readonly T[], row: (one: T) => unknown): Rows => new Map(rows.map((one) => [one.id, canonicalJson(row(one))]));

/** What is no document of its kind is told with the documents: of that the tables say what nobody says. */
async function documentsOf<K extends 'organisation' | 'person'>(tx: Tx, kind: K, kinds: KindTable): Promise<readonly DocumentOf<K>[]> {
  const { rows } = await sql<{ version: number; body: Body }>`select version, body from document where kind = ${kind}`.execute(tx);
  return rows.flatMap(({ version, body }) => {
    try {
      const parsed = parseDocument(liftedBody(body, kind, version, kinds), kinds);
      return parsed.success ? [parsed.data as DocumentOf<K>] : [];
    } catch {
      return [];
    }
  });
}

function organisationsSaid(organisations: readonly Organisation[]): Rows {
  const byId = new Map<string, Organisation>(organisations.map((one) => [one.id, one]));
  const pathOf = ({ id, parentId }: Organisation, below: readonly string[] = []): readonly string[] => {
    const parent = parentId === null || below.includes(parentId) ? undefined : byId.get(parentId);
    return parent === undefined ? [id] : [...pathOf(parent, [...below, id]), id];
  };
  return rowsBy(organisations, (one) => [one.parentId, pathOf(one), one.name, one.shortName, one.type, one.closedOn]);
}

async function organisationsIn(tx: Tx): Promise<Rows> {
  const rows = await tx.selectFrom('organisation').select(['id', 'parentId', 'path', 'name', 'shortName', 'type', 'closedOn']).execute();
  return rowsBy(rows, (one) => [one.parentId, one.path, one.name, one.shortName, one.type, one.closedOn]);
}

const personsIn = async (tx: Tx): Promise<Rows> => rowsBy(await tx.selectFrom('person').select(['id', 'name', 'active']).execute(), ({ name, active }) => [name, active]);
const rightsIn = async (tx: Tx): Promise<Rows> => rowsBy(await tx.selectFrom('person').select(['id', 'grants']).execute(), ({ grants }) => grants);

async function postsIn(tx: Tx): Promise<Rows> {
  const rows = await tx.selectFrom('post').select(['personId', 'place', 'orgId', 'role', 'begins', 'ends']).orderBy('personId').orderBy('place').execute();
  const held = new Map<string, Pick<Person, 'id'> & { readonly posts: unknown[] }>();
  for (const { personId, place, orgId, role, begins, ends } of rows) {
    const one = held.get(personId) ?? { id: personId as Person['id'], posts: [] };
    one.posts.push([place, orgId, role, begins, ends]);
    held.set(personId, one);
  }
  return rowsBy([...held.values()], ({ posts }) => posts);
}
