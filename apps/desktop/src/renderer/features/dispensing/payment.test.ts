import { expect, test } from 'vitest';
import { paymentOf } from './payment.ts';

test('The second part of a prescription is paid as the one before, unless another way is chosen', () => {
  expect(paymentOf(null, [{ payment: 'insurance' }, { payment: 'cash' }])).toBe('insurance');
  expect(paymentOf('scan', [{ payment: 'insurance' }])).toBe('scan');
  expect(paymentOf(null, [])).toBeNull();
});
