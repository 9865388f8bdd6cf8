import { expect, test } from 'vitest';
import { secretFault } from './secretFault.ts';

test('KEY-5 a PIN has six digits', () => {
  for (const pin of ['1234', '12345', '1234567', '12345a', '', ' 46802']) expect(secretFault(pin, 'pin')).toBe('length');
  expect(secretFault('４６８０２３', 'pin')).toBeNull();
});

test.each(['123456', '654321', '234567', '890123', '000000', '111111', '121212', '135135', '112233', '998877'])('KEY-5 %s is refused as a pattern', (pin) => {
  expect(secretFault(pin, 'pin')).toBe('pattern');
});

test.each(['850314', '140385', '031485', '198503', '200012', '000229', '290296'])('KEY-5 %s reads as a day', (pin) => {
  expect(secretFault(pin, 'pin')).toBe('date');
});

test('KEY-5 the end of an identity number, or another number of that person, is refused', () => {
  const known = ['52222919750347291X', '13985647210'];
  expect(secretFault('347291', 'pin', known)).toBe('known');
  expect(secretFault('647210', 'pin', known)).toBe('known');
  expect(secretFault('647211', 'pin', known)).toBeNull();
  expect(secretFault('我的电话13985647210', 'passphrase', known)).toBe('known');
});

test('KEY-5 nine PINs in ten or so are left, and those of the demo are among them', () => {
  const some = Array.from({ length: 20_000 }, (_, at) => String((at * 7919) % 1_000_000).padStart(6, '0'));
  expect(some.filter((pin) => secretFault(pin, 'pin') === null).length).toBeGreaterThan(17_600);
  for (const pin of ['135790', '246801', '357912', '468023', '579134', '246810']) expect(secretFault(pin, 'pin')).toBeNull();
});

test('KEY-5 a passphrase has ten characters or more, of several kinds, and not only digits', () => {
  expect(secretFault('青石坪的七月', 'passphrase')).toBe('length');
  expect(secretFault('          ab', 'passphrase')).toBe('length');
  expect(secretFault('13579024681357', 'passphrase')).toBe('onlyDigits');
  expect(secretFault('aaaaaaaaaaab', 'passphrase')).toBe('pattern');
  expect(secretFault('青石坪的七月一直下雨', 'passphrase')).toBeNull();
});
