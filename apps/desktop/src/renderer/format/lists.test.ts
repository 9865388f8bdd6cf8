import { expect, test } from 'vitest';
import { labelledText, listText, sentencesText } from './lists.ts';

test('marks between words are those of the language', () => {
  expect(listText(['青霉素', '磺胺类'], 'zh')).toBe('青霉素、磺胺类');
  expect(listText(['Penicillins', 'iodine'], 'en')).toBe('Penicillins, iodine');
  expect(sentencesText(['皮疹', '', '换药'], 'zh')).toBe('皮疹；换药');
  expect(sentencesText(['a rash', '', 'change it'], 'en')).toBe('a rash; change it');
  expect(labelledText('Expiry', 'no such day', 'en')).toBe('Expiry: no such day');
});
