import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
/** A text with a number that can be 1 before one of these has a text for one as well, or says the number last. */
const many = /(\w+): '[^'\n]*\{\{(?:count|left|days|visits|lots|receipts)\}\} (?:active )?(?:days|lots|tries|visits|checks|quantities|entries|receipts|documents|PCs|people|products|lines|boxes)\b/g;
/** Said of more than a limit, which is 1 or more, and of a table of the limits. */
const atLeastTwo = ['tooManyDays', 'limits'];

test('No English text says "1 days"', () => {
  const files = globSync('apps/*/{src/renderer,console}/**/words.en.ts', { cwd: root });
  expect(files.length).toBeGreaterThan(20);
  const wrong = files.flatMap((file) => [...readFileSync(join(root, file), 'utf8').matchAll(many)].flatMap(([, key = '']) => (/_(?:one|other)$/.test(key) || atLeastTwo.includes(key) ? [] : [`${file}: ${key}`])));
  expect(wrong).toEqual([]);
});
