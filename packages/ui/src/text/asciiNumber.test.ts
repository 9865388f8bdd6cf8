import { expect, test } from 'vitest';
import { toAsciiNumber } from './asciiNumber.ts';

test('numbers typed in Chinese mode become plain ones, and a mistake stays visible', () => {
  expect(toAsciiNumber('３７。８')).toBe('37.8');
  expect(toAsciiNumber('１５２／８６')).toBe('152/86');
  expect(toAsciiNumber('12O')).toBe('12O');
});
