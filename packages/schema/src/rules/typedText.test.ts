import fc from 'fast-check';
import { expect, test } from 'vitest';
import { typedExpiry, typedYuan, yuanProblem } from './typedText.ts';

test.each([
  ['2027/3', '2027-03-31'], ['202703', '2027-03-31'], ['2027.02', '2027-02-28'], ['2028-2', '2028-02-29'], ['2027年3月', '2027-03-31'], ['２０２７／３', '2027-03-31'],
  ['2027-03-05', '2027-03-05'], ['20270305', '2027-03-05'], ['2027年3月5日', '2027-03-05'], ['2027/3/5', '2027-03-05'],
  ['2100-01', '2100-01-31'], ['210001', '2100-01-31'], ['2720/3', '2720-03-31'], ['2027/13', null], ['2027-02-30', null], ['0327', null], ['明年', null], ['', null], ['1927/3', null], ['2027', null], ['2027-0', null],
])('an expiry typed as %s is %s', (text, expiry) => {
  expect(typedExpiry(text)).toBe(expiry);
});

test.each([['12.5', 1250], ['¥12.50', 1250], ['１２．５', 1250], ['0', 0], ['1,234.5元', 123_450], ['0.05', 5], ['12.345', null], ['-1', null], ['', null], ['十二', null], ['1e5', null], ['12.', null], ['99999999', null]])(
  '%s yuan is %s fen',
  (text, fen) => {
    expect(typedYuan(text)).toBe(fen);
  },
);

test.each([['12.5', null], ['-1', 'negative'], ['-12345678.5', 'negative'], ['99999999', 'tooLarge'], ['￥１２３４５６７８９．５元', 'tooLarge'], ['00000012.345', 'notMoney'], ['十二', 'notMoney'], ['1e5', 'notMoney'], ['12.', 'notMoney']])(
  'as yuan %s is told to be %s',
  (text, problem) => {
    expect(yuanProblem(text)).toBe(problem);
  },
);

test('whatever a price is, its two places give it back', () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 999_999_999 }), (fen) => { expect(typedYuan((fen / 100).toFixed(2))).toBe(fen); }));
});
