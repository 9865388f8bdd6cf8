import { expect, test } from 'vitest';
import { isLongWhen } from './isLongWhen.ts';

test('a follow-up that is late by years, or by hundreds of days, takes a wider column than one of this week', () => {
  const today = '2026-03-09';
  expect(isLongWhen({ inDays: -3, dueOn: '2026-03-06' }, today)).toBe(false);
  expect(isLongWhen({ inDays: 5, dueOn: '2026-03-14' }, today)).toBe(false);
  expect(isLongWhen({ inDays: -1109, dueOn: '2023-02-24' }, today)).toBe(true);
  expect(isLongWhen({ inDays: -90, dueOn: '2025-12-09' }, today)).toBe(true);
  expect(isLongWhen({ inDays: -120, dueOn: '2026-06-01' }, '2026-09-29')).toBe(true);
});
