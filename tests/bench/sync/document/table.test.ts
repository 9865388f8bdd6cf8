import { expect, test } from 'vitest';
import { table, withPart } from './table.ts';

test('a table shows numbers shortly and to the right, and keeps its columns whatever a cell says', () => {
  expect(table(['who', 's'], [['a|b', 1234.56], ['c', 0.12345], ['d', null]])).toBe('| who | s |\n|---|---:|\n| a\\|b | 1,235 |\n| c | 0.123 |\n| d | – |');
});

test('a part that is measured again takes its own place, and no other part moves', () => {
  const both = withPart(withPart('# Title\n', 'one', 'first'), 'two', 'second');
  expect(withPart(both, 'one', 'anew')).toBe('# Title\n\n<!-- measured: one -->\nanew\n<!-- end: one -->\n\n<!-- measured: two -->\nsecond\n<!-- end: two -->\n');
});
