import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hostRouter } from '@lianyi/desktop/host/router';
import { commandPermissions } from '@lianyi/sync-server/cli/commandPermissions';
import { consoleRouter } from '@lianyi/sync-server/http/console/router';
import { mayDo, permissions, roles } from '@lianyi/schema/codes/roles';
import { rxdbStreams } from '@lianyi/schema/wire/rxdbStreams';
import { expect, test } from 'vitest';
import { permissionsOf } from '../../tools/permissionsOf.ts';

const root = join(import.meta.dirname, '../..');

/** What each procedure says that it is. */
function actsOf(router: { readonly _def: { readonly procedures: Readonly<Record<string, unknown>> } }): ReadonlyMap<string, string | null> {
  return new Map(Object.entries(router._def.procedures).map(([name, procedure]) => [name, (procedure as { _def: { meta?: { act?: string } } })._def.meta?.act ?? null]));
}

const openIn = (router: Parameters<typeof actsOf>[0]): readonly string[] => [...actsOf(router)].flatMap(([name, act]) => (act === null ? [name] : [])).toSorted();

test('PERM-5 docs/permissions.md is what the table says; npm run permissions writes it', () => {
  expect(readFileSync(join(root, 'docs/permissions.md'), 'utf8')).toBe(permissionsOf());
});

test('PERM-5 every procedure of a PC but those of the lock screen, and of the page for a code before there is one, names its act', () => {
  expect(openIn(hostRouter)).toEqual(['enrolment.begin', 'enrolment.finish', 'enrolment.state', 'keys.extendLease', 'keys.recover', 'line.changed', 'line.state', 'session.lock', 'session.status', 'session.unlock']);
});

test('PERM-5 every question of the console but those of the login, and of one\'s own way in, names its act', () => {
  expect(openIn(consoleRouter)).toEqual(['changePassword', 'confirmTotp', 'demoAccounts', 'end', 'login', 'logout', 'me', 'mine', 'offerTotp'].map((name) => `session.${name}`));
});

test('PERM-5 each permission is of some use, each role may do something, and what changes the directory is county IT\'s alone', () => {
  const named = new Set([...actsOf(hostRouter).values(), ...actsOf(consoleRouter).values(), ...Object.values(commandPermissions), ...Object.values(rxdbStreams).map(({ permission }) => permission)]);
  // What no procedure, command or stream names is asked somewhere within one.
  const asked = globSync('apps/*/src/**/*.ts', { cwd: root }).filter((file) => !file.endsWith('.test.ts')).map((file) => readFileSync(join(root, file), 'utf8')).join('\n');
  expect(permissions.filter((act) => !named.has(act))).toEqual(['pin.reset']);
  expect(asked).toMatch(/\bmayAny\(\w+\.roles, 'pin\.reset'\)/);
  expect(roles.filter((role) => !permissions.some((act) => mayDo(role, act)))).toEqual([]);
  expect(roles.filter((role) => mayDo(role, 'directory.write'))).toEqual(['countyIt']);
  expect(roles.filter((role) => mayDo(role, 'prescription.sign'))).toEqual(['villageDoctor', 'physician', 'assistantPhysician']);
});
