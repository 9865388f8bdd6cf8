import type { PersonId } from '@lianyi/schema/basics/ids';
import { newId } from '@lianyi/schema/basics/ids';
import { localClockTime, localDay } from '@lianyi/schema/basics/dates';
import type { Role } from '@lianyi/schema/codes/roles';
import { roles } from '@lianyi/schema/codes/roles';
import { kinds } from '@lianyi/schema/documents/kinds';
import type { TestCountyServer, TestDevice } from '@lianyi/tests/builders/aCounty';
import { aCounty, create, people, places } from '@lianyi/tests/builders/aCounty';
import { aPerson } from '@lianyi/tests/builders/anOrganisation';
import { aPatient } from '@lianyi/tests/builders/aPatient';
import { aProduct } from '@lianyi/tests/builders/aProduct';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { kindWrites } from './kindWrites.ts';
import type { Writer } from './theTables.ts';
import { kindTable, readingTable } from './theTables.ts';

let county: TestCountyServer;
let village: TestDevice;
let township: TestDevice;
const product = aProduct();
const dayMs = 86_400_000;
const daysAgo = (days: number): Date => new Date(Date.now() - days * dayMs);
const former = newId() as PersonId;
const staff = new Map<Role, PersonId>(roles.map((role) => [role, newId() as PersonId]));
const isOfTheCounty = (role: Role): boolean => ['countyOffice', 'countyIt', 'regionalAnalyst', 'auditor'].includes(role);

beforeAll(async () => {
  county = await aCounty();
  await county.write([
    product,
    ...roles.map((role) => aPerson({ id: staff.get(role) as PersonId, name: role, role, orgId: isOfTheCounty(role) ? places.county : places.village })),
    aPerson({ id: former, name: '离职的', posts: [{ orgId: places.village, role: 'villageDoctor', from: null, until: localDay(daysAgo(1)) }] }),
  ]);
  village = await county.enrol(places.village, people.villageDoctor);
  township = await county.enrol(places.township, people.physician);
});
afterAll(async () => county.close());

test('ENEMY-2 each kind stands in the table, made and changed, and so does each role', () => {
  const ofKind = (row: string): string => row.split(':')[0] ?? '';
  expect([...new Set([...kindTable.rows.keys()].map(ofKind))].toSorted()).toEqual(kinds.toSorted());
  expect(kinds.filter((kind) => !kindTable.rows.has(`${kind}: create`) || !kindTable.rows.has(`${kind}: change`))).toEqual([]);
  expect([...readingTable.rows.keys()].toSorted()).toEqual(kinds.toSorted());
  expect(roles.filter((role) => !(kindTable.columns as readonly string[]).includes(role))).toEqual([]);
});

test.each([...kindTable.rows])('ENEMY-2 who may save %s', async (row, expected) => {
  const make = kindWrites({ productId: product.id, personId: people.nurse })[row];
  if (make === undefined) throw new Error(`nothing is written for ${row}`);
  const tries = kindTable.columns.map((writer) => ({ writer, by: personOf(writer), ...make(personOf(writer)) }));
  const before = [aPatient({ homeId: places.village }), ...tries.flatMap((one) => one.before)];
  expect((await village.push(before.map(create))).outcome).toBe('accepted');
  const opened = await township.exchange({ submissions: tries.flatMap(({ elsewhere }) => (elsewhere === undefined ? [] : [township.submit(township.bundle(elsewhere))])), pageDocuments: 0 });
  const asked = tries.map((one, at) => ({ ...one, reviewId: opened.receipts[at]?.reviewIds[0] ?? '' }));
  const ids = asked.map(({ aboutId, reviewId }) => aboutId(reviewId));
  const was = await statesOf(ids);
  const { receipts } = await village.exchange({
    submissions: asked.map(({ writer, by, writes, reviewId }) => village.submit(village.bundle(writes(reviewId), { personId: by, savedAt: localClockTime(writer === 'before' ? daysAgo(3) : new Date()) }))),
    pageDocuments: 0,
  });
  const is = await statesOf(ids);
  const found = Object.fromEntries(asked.map(({ writer }, at) => {
    const isChanged = is[at] !== was[at];
    const said = receipts[at]?.outcome === 'quarantined' ? 'no' : 'yes';
    return [writer, (said === 'yes') === isChanged ? said : `${said}, but it was ${isChanged ? '' : 'not '}changed`];
  }));
  expect(found).toEqual(expected);
});

test('ENEMY-2 who is given what the village makes, kind by kind', async () => {
  const makes = kindWrites({ productId: product.id, personId: people.nurse });
  const ids = new Map<string, string>([['organisation', places.village], ['person', people.villageDoctor], ['product', product.id]]);
  for (const kind of kinds.filter((one) => !ids.has(one))) {
    const { before, elsewhere, writes, aboutId } = (makes[kind === 'review' ? 'review: change' : `${kind}: create`] ?? (() => { throw new Error(kind); }))(people.villageDoctor);
    await village.push([aPatient({ homeId: places.village }), ...before].map(create));
    const reviewId = elsewhere === undefined ? '' : ((await township.push(elsewhere)).reviewIds[0] ?? '');
    expect([kind, (await village.push(writes(reviewId))).outcome]).toEqual([kind, expect.stringMatching(/accepted|merged/)]);
    ids.set(kind, aboutId(reviewId));
  }
  const homes = { own: places.village, above: places.township, beside: places.otherVillage, far: places.farVillage } as const;
  for (const [column, orgId] of Object.entries(homes) as [keyof typeof homes, typeof places.village][]) {
    const seen = await (await county.enrol(orgId)).pull();
    expect([column, Object.fromEntries(kinds.map((kind) => [kind, seen.has(ids.get(kind) ?? '') ? 'yes' : 'no']))]).toEqual([column, Object.fromEntries(kinds.map((kind) => [kind, readingTable.rows.get(kind)?.[column]]))]);
  }
});

function personOf(writer: Writer): PersonId {
  if (writer === 'elsewhere') return people.farDoctor;
  return writer === 'ended' || writer === 'before' ? former : (staff.get(writer) as PersonId);
}

/** What the county has of documents; empty of what it does not have. */
async function statesOf(ids: readonly string[]): Promise<readonly string[]> {
  const rows = await county.county.db.selectFrom('document').select(['id', 'revision', 'hash']).where('id', 'in', ids).execute();
  const states = new Map(rows.map(({ id, revision, hash }) => [id, `${revision} ${hash}`]));
  return ids.map((id) => states.get(id) ?? '');
}
