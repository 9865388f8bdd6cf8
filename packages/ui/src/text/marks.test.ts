import { expect, test } from 'vitest';
import { splitAtMarks } from './marks.ts';

test('marked ranges split a text without losing or doubling a character', () => {
  const parts = splitAtMarks({ text: '慢阻肺急性加重', marks: [[5, 99], [0, 3], [1, 4]] });
  expect(parts.map((part) => part.text).join('')).toBe('慢阻肺急性加重');
  expect(parts.map((part) => [part.text, part.isMarked])).toEqual([['慢阻肺', true], ['急', true], ['性', false], ['加重', true]]);
});

test('a text without marks is one part', () => {
  expect(splitAtMarks({ text: '高血压' })).toEqual([{ start: 0, text: '高血压', isMarked: false }]);
});
