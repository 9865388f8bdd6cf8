import { expect, test } from 'vitest';
import type { Review } from './reviewAnswers.ts';
import { choicesOf, isAlertReason } from './reviewItem.ts';

const about = (reason: Review['reason'], kind: string, unit: string | null): Review => ({ reason, about: { kind, id: 'x', unit } }) as unknown as Review;

test('Of two telephones both may be kept, of other units one', () => {
  expect(choicesOf(about('unitConflict', 'patient', 'phone'))).toEqual(['keep', 'useLosing', 'both']);
  expect(choicesOf(about('unitConflict', 'patient', 'address'))).toEqual(['keep', 'useLosing']);
});

test('A signed record, an unreadable merge and an alert can only be seen', () => {
  expect(choicesOf(about('signedAlready', 'encounter', 'history'))).toEqual(['seen']);
  expect(choicesOf(about('invalidMerge', 'patient', null))).toEqual(['seen']);
  expect(choicesOf(about('negativeBalance', 'stockMove', null))).toEqual(['seen']);
  expect(isAlertReason('unitConflict')).toBe(false);
});
