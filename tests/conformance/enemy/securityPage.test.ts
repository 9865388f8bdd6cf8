import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../../..');
const page = readFileSync(join(root, 'docs/security.md'), 'utf8');
const titlesPath = join(root, 'docs/security-tests.md');
const [defended = '', notDefended = ''] = page.split('## What is not defended');

/** As the tables name them: a file, then the rules that titles in it open with. */
const named = [...defended.matchAll(/`([\w./-]+\.(?:test|spec)\.tsx?)`((?: [A-Z]+-\d+)+)/g)].flatMap(([, file = '', ids = '']) => ids.trim().split(' ').map((id) => ({ file, id })));
const files = [...new Set(named.map(({ file }) => file))].toSorted();

const sourceOf = (file: string): string => (existsSync(join(root, file)) ? readFileSync(join(root, file), 'utf8') : '');
/** A test from its first word to its title: what it is called with on one line, or a table over many. */
const aTest = /\b(?:test|it)((?:\.(?:each|for|only|skip|skipIf|runIf|todo|fails|concurrent|sequential)(?:<.*>)?(?:\(.*\))?)*?(?:\.each(?:<.*>)?\((?:[^\n]*[[({]\n[^]*?\n\s*[\])}]+[^\n]*?)\))?)\(\s*(?:'((?:[^'\\\n]|\\.)+)'|"([^"\n]+)"|`([^`\n]+)`)/g;

/** The titles of a file's tests that run: one that is skipped shows nothing. */
function titlesIn(file: string): readonly string[] {
  return [...sourceOf(file).matchAll(aTest)]
    .flatMap(([, how = '', ...titles]) => (/^(?:\.\w+)*\.(?:skip|todo|fails)\b/.test(how) ? [] : titles.filter((title) => title !== undefined).map((title) => title.replaceAll('\\', ''))));
}
const opensWith = (title: string, id: string): boolean => (/^(?:[A-Z]+-\d+,? )+/.exec(title)?.[0] ?? '').split(/,? /).includes(id);
const shownBy = ({ file, id }: { readonly file: string; readonly id: string }): readonly string[] => titlesIn(file).filter((title) => opensWith(title, id));

/** The page of titles as it has to be. */
function titlesPage(): string {
  const head = '# The tests that security.md names\n\n<!-- Written by `SECURITY_TESTS=write npx vitest run securityPage`: not by hand. -->\n\nEach with its whole title: what it shows, and no more, is what the rows of [security.md](security.md) rest on.';
  const parts = files.map((file) => {
    const ids = new Set(named.filter((one) => one.file === file).map(({ id }) => id));
    return `## ${file}\n\n${titlesIn(file).filter((title) => [...ids].some((id) => opensWith(title, id))).map((title) => `- ${title.replaceAll(/[<|*_]/g, (mark) => `\\${mark}`)}`).join('\n')}`;
  });
  return `${[head, ...parts].join('\n\n')}\n`;
}

test('ENEMY-11 each test that docs/security.md names is there, under the rule that it is named with, and runs', () => {
  expect(named.length).toBeGreaterThan(60);
  expect(named.filter((one) => shownBy(one).length === 0)).toEqual([]);
});

test('ENEMY-11 of each test in these files the title is read, of a table over many lines too', () => {
  const beginnings = (file: string): number => [...sourceOf(file).matchAll(/^ *(?:test|it)(?:\.(?:each|for|only|skip|skipIf|runIf|todo|fails|concurrent|sequential))*[(<]/gm)].length;
  expect(files.filter((file) => beginnings(file) !== [...sourceOf(file).matchAll(aTest)].length)).toEqual([]);
});

test('ENEMY-11 each threat of docs/security.md has a test beside it', () => {
  const threats = defended.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| threat'));
  expect(threats.length).toBeGreaterThan(30);
  expect(threats.filter((line) => !/`[\w./-]+\.test\.ts` [A-Z]+-\d/.test(line))).toEqual([]);
  expect(page).not.toMatch(/to be filled in|TODO/i);
  expect(notDefended.split('\n').filter((line) => line.startsWith('- **')).length).toBeGreaterThan(5);
});

test('ENEMY-11 docs/security-tests.md has their titles as they are: a test that was renamed or taken away is looked at again', () => {
  if (process.env['SECURITY_TESTS'] === 'write') writeFileSync(titlesPath, titlesPage());
  expect(readFileSync(titlesPath, 'utf8')).toBe(titlesPage());
});
