import { expect, test } from 'vitest';
import { doseText, specificationOf } from './doseText.ts';

test('usage in words, in both languages', () => {
  const words = { dose: 0.5, doseUnit: 'g', route: 'po', frequency: 'bid', days: 5 };
  expect(doseText(words, 'zh')).toBe('口服 0.5 g 每日 2 次 ×5 天');
  expect(doseText(words, 'en')).toBe('oral 0.5 g twice daily × 5 days');
  expect(doseText({ ...words, dose: 0.1 + 0.2, frequency: 'st' }, 'zh')).toBe('口服 0.3 g 立即 1 次');
});

test.each([
  [{ strength: '0.25g', packSize: 12, unit: '片' }, '0.25 g×12 片'],
  [{ strength: '100μg×200揿', packSize: 1, unit: '支' }, '100 μg×200 揿'],
  [{ strength: '80万U', packSize: 10, unit: '支' }, '80 万 U×10 支'],
  [{ strength: '复方', packSize: 100, unit: '片' }, '复方×100 片'],
])('%j is %s', (product, text) => {
  expect(specificationOf(product)).toBe(text.replace('万 U', '万U'));
});
