import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const spec = readFileSync(join(root, 'docs', 'SPEC.md'), 'utf8');

/** `- **SYNC-7** text`, its text going on until the next rule or an empty line. */
const rules = [...spec.matchAll(/^- \*\*([A-Z]+-\d+)\*\* ((?:.+\n?)+?)(?=^- \*\*|^\s*$|(?![\s\S]))/gm)].map(([, id = '', text = '']) => ({
  id,
  // A part of a rule that is built later stands in brackets.
  isLater: text.replace(/\([^()]*\)/g, '').includes('**later**'),
}));

/** The rules that the titles of tests open with, and where: `SYNC-11 SYNC-12 on another epoch ...`. */
const shown = globSync('{apps,packages,tests,tools}/**/*.{test,spec}.{ts,tsx}', { cwd: root, exclude: (path) => /(^|\/)(node_modules|out)(\/|$)/.test(path) }).flatMap((file) => {
  const titles = readFileSync(join(root, file), 'utf8').matchAll(/\b(?:test|it|describe)(?:\.\w+(?:\([^()]*\))?)*\(\s*['"`]((?:[A-Z]+-\d+,? (?:and )?)+)/g);
  return [...titles].flatMap(([call, ids = '']) => [...ids.matchAll(/[A-Z]+-\d+/g)].map(([id]) => ({ id, file, isTest: !call.startsWith('describe') })));
});

test('each rule stands in docs/SPEC.md once', () => {
  expect(rules.length).toBeGreaterThan(40);
  expect(rules.map((rule) => rule.id)).toEqual([...new Set(rules.map((rule) => rule.id))]);
});

test('each rule that is not marked later has a test whose title opens with it', () => {
  const tested = new Set(shown.filter((title) => title.isTest).map((title) => title.id));
  expect(rules.filter((rule) => !rule.isLater && !tested.has(rule.id)).map((rule) => rule.id)).toEqual([]);
});

test('no test shows a rule that does not exist', () => {
  const known = new Set(rules.map((rule) => rule.id));
  expect(shown.length).toBeGreaterThan(200);
  expect(shown.filter(({ id }) => !known.has(id))).toEqual([]);
});

test('each line of docs/SPEC.md that looks like a rule is read as one', () => {
  const looksLikeOne = spec.split('\n').filter((line) => /^\s*[-*]\s+\*{0,2}[A-Z]{2,}-\d+/.test(line)).length;
  expect(rules).toHaveLength(looksLikeOne);
});
