import { expect, test } from 'vitest';
import { ageText, sexAge, sexYears } from './ages.ts';
import { count, identityNumberText, phoneText, recordNumberText, yuan, yuanSign } from './numbers.ts';

test('money has two places, thousands apart, and the minus before the sign', () => {
  expect([0, 5, 48_650, 123_456_789, -2050].map(yuan)).toEqual(['0.00', '0.05', '486.50', '1,234,567.89', '-20.50']);
  expect([yuanSign(4423), yuanSign(-2050)]).toEqual(['¥44.23', '-¥20.50']);
});

test('numbers are grouped as people read them; what has another form stays as it is', () => {
  expect([count(3128), count(12), count(1_000_000)]).toEqual(['3,128', '12', '1,000,000']);
  expect([identityNumberText('522299195902140328'), identityNumberText('E1234567')]).toEqual(['522299 1959 0214 0328', 'E1234567']);
  expect([phoneText('15000008936'), phoneText('0856-1234567')]).toEqual(['150 0000 8936', '0856-1234567']);
  expect(recordNumberText('52229910110800127')).toBe('…108 00127');
});

test('ages are days in the first month, months under three, then years', () => {
  expect([{ years: 0, months: 0, days: 28 }, { years: 2, months: 31, days: 950 }, { years: 67, months: 804, days: 24_500 }].map((age) => ageText(age, 'zh'))).toEqual(['28 天', '31 个月', '67 岁']);
  expect(sexAge('female', { years: 67, months: 804, days: 24_500 }, 'en')).toBe('Female, 67 y');
  expect([sexYears('male', 4, 'zh'), sexYears('female', 67, 'en'), sexYears('unknown', 3, 'zh')]).toEqual(['男 4', 'F 67', '? 3']);
});
