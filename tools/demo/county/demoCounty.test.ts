import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { canonicalJson } from '@lianyi/schema/basics/canonicalJson';
import { parseIdentityNumber } from '@lianyi/schema/codes/identityNumber';
import { roles } from '@lianyi/schema/codes/roles';
import { parseDocument } from '@lianyi/schema/documents/kinds';
import { productsOf } from '@lianyi/schema/documents/productTable';
import { secretFault } from '@lianyi/schema/rules/secretFault';
import { passwordFault } from '@lianyi/sync-server/access/passwords';
import { consoleUsers, demoClinics, pinOf } from '../clinics.ts';
import { demoCounty } from './demoCounty.ts';
import { demoPeople, organisationOf, personOf } from './organisations.ts';

const table = (name: string): string => readFileSync(new URL(`../../../resources/${name}.tsv`, import.meta.url), 'utf8');
const products = productsOf(table('products'), table('drugs'));
const now = new Date('2026-03-09T09:00:00+08:00');
const county = demoCounty(products, now);

test('every document of the made-up county is one that the schema accepts, with an id of its own', () => {
  const wrong = county.flatMap((document) => parseDocument(document).error?.issues.map((issue) => `${document.kind} ${issue.path.join('.')}: ${issue.message}`) ?? []);
  expect(wrong).toEqual([]);
  expect(new Set(county.map((document) => document.id)).size).toBe(county.length);
});

test('the same seed and day give the same county, another seed another', () => {
  expect(canonicalJson(demoCounty(products, now))).toBe(canonicalJson(county));
  expect(canonicalJson(demoCounty(products, now, 7))).not.toBe(canonicalJson(county));
});

test('no lot of the made-up county was dispensed below what it held', () => {
  const balances = new Map<string, number>();
  for (const move of county) {
    if (move.kind !== 'stockMove') continue;
    const key = canonicalJson(move.lot);
    balances.set(key, (balances.get(key) ?? 0) + move.quantity);
  }
  expect([...balances.values()].filter((units) => units < 0)).toEqual([]);
});

test('somebody holds each post, and has what it takes to come in: an account of the county, or a PIN that its PCs take', () => {
  const held = demoPeople.flatMap(({ posts }) => posts.map(({ role }) => role));
  expect(roles.filter((role) => !held.includes(role))).toEqual(['assistantPhysician']);
  const ofCounty = demoPeople.filter(({ posts }) => posts.some(({ orgId }) => orgId === organisationOf('county').id));
  expect(consoleUsers.map(({ slug, name, role }) => [personOf(slug).id, name, role])).toEqual(ofCounty.map(({ id, name, posts }) => [id, name, posts[0]?.role]));
  for (const { slug, name, password } of consoleUsers) expect([slug, passwordFault(password, [name])]).toEqual([slug, null]);
  const places = demoClinics.map(({ orgSlug }) => organisationOf(orgSlug).id);
  const atPcs = demoPeople.filter(({ posts }) => posts.some(({ orgId }) => places.includes(orgId))).map(({ name }) => name);
  expect(Object.keys(pinOf).toSorted()).toEqual(atPcs.toSorted());
  expect(Object.values(pinOf).map((pin) => secretFault(pin, 'pin'))).toEqual(atPcs.map(() => null));
});

test('identity numbers are of both generations of prefixes, and none of a real county', () => {
  const numbers = county.flatMap((document) => (document.kind === 'patient' && document.identity.document ? [document.identity.document.number] : []));
  expect(new Set(numbers.map((number) => number.slice(0, 6)))).toEqual(new Set(['520699', '522299']));
  expect(numbers.filter((number) => !parseIdentityNumber(number, '2026-03-09').ok)).toEqual([]);
});
