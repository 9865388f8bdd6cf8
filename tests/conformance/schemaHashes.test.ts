/**
 * What clinics and county say to each other is hashed, and the hashes are committed: a change of the wire or of a kind
 * that forgets its version would be read wrongly by the clinics that have not been upgraded yet.
 */
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { jsonHash } from '@lianyi/schema/basics/digest';
import type { KindTable } from '@lianyi/schema/documents/kinds';
import { kinds, kindTable } from '@lianyi/schema/documents/kinds';
import type { WireTable } from '@lianyi/schema/wire/steps';
import { wireTable } from '@lianyi/schema/wire/steps';
import { kindsAt } from '@lianyi/tests/builders/laterKinds';
import { olderWires } from '@lianyi/tests/builders/olderWires';
import { expect, test } from 'vitest';
import * as z from 'zod';

interface Hashed {
  readonly version: number;
  readonly hash: string;
}
type Hashes = Readonly<Record<string, Hashed>>;

const tablePath = join(import.meta.dirname, 'schemaHashes.json');
const wireFolder = join(import.meta.dirname, '../../packages/schema/src/wire');
const howToWrite = 'node tools/run.mjs node_modules/vitest/vitest.mjs run tests/conformance/schemaHashes';

const hashOf = (schema: z.ZodType): string => jsonHash(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }));

const kindHashes = (table: KindTable): Hashes => Object.fromEntries(kinds.map((kind) => {
  const { version, ...rules } = table.rules[kind];
  return [`kind ${kind}`, { version, hash: jsonHash([hashOf(table.schemas[kind]), rules]) }];
}));

/** Every schema that a file of the wire exports. */
async function wireHashes(): Promise<Hashes> {
  const files = globSync('*.ts', { cwd: wireFolder }).filter((name) => !name.endsWith('.test.ts')).map((name) => basename(name, '.ts')).toSorted();
  const modules = await Promise.all(files.map(async (name) => (await import(`../../packages/schema/src/wire/${name}.ts`)) as Readonly<Record<string, unknown>>));
  const schemas = modules.flatMap((exported) => Object.entries(exported)).filter((entry): entry is [string, z.ZodType] => entry[1] instanceof z.ZodType);
  return Object.fromEntries(schemas.toSorted(([a], [b]) => a.localeCompare(b)).map(([name, schema]) => [`wire ${name}`, { version: wireTable.version, hash: hashOf(schema) }]));
}

/** What is wrong, in words that say what to do. */
function changesWithoutVersion(now: Hashes, table: Hashes): readonly string[] {
  return Object.entries(now).flatMap(([name, { version, hash }]) => {
    const known = table[name];
    if (known === undefined || known.version !== version || known.hash === hash) return [];
    const what = name.startsWith('kind ')
      ? 'raise its version in documents/kinds.ts and add the lens from the version before in documents/lenses.ts'
      : 'raise `wireVersion` in wire/exchange.ts and add the step from the version before in wire/steps.ts';
    return [`${name} has changed and is still version ${version}: apps in the clinics would read it wrongly. ${what}; then SCHEMA_HASHES=write ${howToWrite}. Only before the first release, when no clinic has version ${version} yet: SCHEMA_HASHES=unreleased instead.`];
  });
}

function stale(now: Hashes, table: Hashes): readonly string[] {
  const names = [...new Set([...Object.keys(now), ...Object.keys(table)])];
  return names
    .filter((name) => now[name]?.version !== table[name]?.version)
    .map((name) => `${name} is ${now[name] === undefined ? 'gone' : `at version ${now[name].version}`}, and the table does not say so: SCHEMA_HASHES=write ${howToWrite}`);
}

/** A version without what leads to it from the one before. */
function versionsWithoutStep({ rules, lenses }: KindTable, wire: WireTable): readonly string[] {
  const ofKinds = kinds
    .filter((kind) => (lenses[kind]?.length ?? 0) !== rules[kind].version - 1)
    .map((kind) => `kind ${kind} is at version ${rules[kind].version} and has ${lenses[kind]?.length ?? 0} lenses: each version but the first needs the lens from the one before, in documents/lenses.ts`);
  const isWireWhole = wire.steps.length === wire.version - 1;
  return isWireWhole ? ofKinds : [...ofKinds, `the wire is at version ${wire.version} and has ${wire.steps.length} steps: each version but the first needs the step from the one before, in wire/steps.ts`];
}

test('SYNC-60 the wire and the kinds are as their versions say, and each version has the step that leads to it', async () => {
  const now = { ...kindHashes(kindTable), ...(await wireHashes()) };
  const table = JSON.parse(readFileSync(tablePath, 'utf8')) as Hashes;
  expect(versionsWithoutStep(kindTable, wireTable)).toEqual([]);
  const asked = process.env['SCHEMA_HASHES'];
  expect(asked === 'unreleased' ? [] : changesWithoutVersion(now, table)).toEqual([]);
  const isWritten = asked === 'unreleased' || asked === 'write';
  if (isWritten) writeFileSync(tablePath, `${JSON.stringify(now, null, 2)}\n`);
  expect(isWritten ? [] : stale(now, table)).toEqual([]);
});

test('a change without a version is told, whether of a member or of what may be written; with the version it is not', () => {
  const table = kindHashes(kindTable);
  const changed = (version: number): KindTable => ({ ...kindsAt(2), rules: { ...kindsAt(2).rules, patient: { ...kindsAt(2).rules.patient, version } } });
  expect(changesWithoutVersion(kindHashes(changed(1)), table)).toEqual([expect.stringMatching(/^kind patient has changed and is still version 1.*raise its version in documents\/kinds.ts/)]);
  const { encounter } = kindTable.rules;
  const fewerUnits: KindTable = { ...kindTable, rules: { ...kindTable.rules, encounter: { ...encounter, units: encounter.units.slice(1) } } };
  expect(changesWithoutVersion(kindHashes(fewerUnits), table)).toHaveLength(1);
  expect(changesWithoutVersion({ 'wire problem': { version: 1, hash: 'b' } }, { 'wire problem': { version: 1, hash: 'a' } })).toEqual([expect.stringContaining('raise `wireVersion`')]);
  expect(changesWithoutVersion(kindHashes(changed(2)), table)).toEqual([]);
  expect(stale(kindHashes(changed(2)), table)).toEqual([expect.stringContaining('kind patient is at version 2')]);
});

test('a version without the lens or the step that leads to it is told', () => {
  expect(versionsWithoutStep({ ...kindsAt(3), lenses: { ...kindTable.lenses, patient: [] } }, wireTable)).toEqual([expect.stringMatching(/^kind patient is at version 3 and has 0 lenses/)]);
  expect(versionsWithoutStep(kindsAt(3), { ...olderWires, steps: [] })).toEqual([expect.stringMatching(/^the wire is at version 3 and has 0 steps/)]);
  expect(versionsWithoutStep(kindsAt(3), olderWires)).toEqual([]);
});
