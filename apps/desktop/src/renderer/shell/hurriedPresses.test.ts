import { expect, test } from 'vitest';
import { hurriedMs, hurriedPresses } from './hurriedPresses.ts';

test('pressed twice in a hurry, a key does not do what stands under it on the next page', () => {
  const isMeant = hurriedPresses();
  expect(isMeant('F8', 'visit/sign', 0)).toBe(true);
  expect(isMeant('F8', 'dispensing/dispense', hurriedMs - 1)).toBe(false);
  // A third of the same hurry neither.
  expect(isMeant('F8', 'dispensing/dispense', 2 * hurriedMs - 2)).toBe(false);
  expect(isMeant('F8', 'dispensing/dispense', 3 * hurriedMs)).toBe(true);
});

test('another key, the same action again, and a press with time are answered', () => {
  const isMeant = hurriedPresses();
  expect(isMeant('F8', 'register/save', 0)).toBe(true);
  expect(isMeant('F9', 'chart/edit', 10)).toBe(true);
  expect(isMeant('F9', 'chart/edit', 20)).toBe(true);
  expect(isMeant('F8', 'chart/visit', hurriedMs + 20)).toBe(true);
});
