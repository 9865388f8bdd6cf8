import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../../..');
const page = readFileSync(join(root, 'docs/security.md'), 'utf8');
const [defended = '', notDefended = ''] = page.split('## What is not defended');

/** As the tables name them: a file, then the rules that titles in it open with. */
const named = [...defended.matchAll(/`([\w./-]+\.(?:test|spec)\.tsx?)`((?: [A-Z]+-\d+)+)/g)].flatMap(([, file = '', ids = '']) => ids.trim().split(' ').map((id) => ({ file, id })));

test('ENEMY-11 each test that docs/security.md names is there, under the rule that it is named with', () => {
  expect(named.length).toBeGreaterThan(60);
  const isThere = ({ file, id }: { readonly file: string; readonly id: string }): boolean =>
    existsSync(join(root, file)) && new RegExp(`\\b(?:test|it)(?:\\.\\w+(?:\\(.*\\))?)*\\(\\s*['"\`](?:[A-Z]+-\\d+,? )*${id} `).test(readFileSync(join(root, file), 'utf8'));
  expect(named.filter((one) => !isThere(one))).toEqual([]);
});

test('ENEMY-11 each threat of docs/security.md has a test beside it, or says that it is still to be filled in', () => {
  const threats = defended.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| threat'));
  expect(threats.length).toBeGreaterThan(30);
  expect(threats.filter((line) => !/`[\w./-]+\.test\.ts` [A-Z]+-\d/.test(line) && !line.includes('to be filled in'))).toEqual([]);
  expect(notDefended.split('\n').filter((line) => line.startsWith('- **')).length).toBeGreaterThan(5);
});
