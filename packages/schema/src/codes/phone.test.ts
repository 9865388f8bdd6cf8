import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parsePhone } from './phone.ts';

test.each([
  ['15000008936', '15000008936'],
  ['150 0000 8936', '15000008936'],
  ['150-0000-8936', '15000008936'],
  ['+86 150 0000 8936', '15000008936'],
  ['0086-15000008936', '15000008936'],
  ['8615000008936', '15000008936'],
  ['１５０００００８９３６', '15000008936'],
  ['0856-5221234', '0856-5221234'],
  ['(0856) 5221234', '0856-5221234'],
  ['08565221234', '0856-5221234'],
  ['+86 856 5221234', '0856-5221234'],
  ['010 8888 1234', '010-88881234'],
  ['02162345678', '021-62345678'],
  ['0856-5221234转12', '0856-5221234-12'],
  ['0856—5221234—12', '0856-5221234-12'],
  ['5221234', '5221234'],
  ['400 820 1234', '4008201234'],
])('%s is the telephone number %s', (typed, phone) => {
  expect(parsePhone(typed)).toEqual({ ok: true, phone });
});

test.each([
  ['', 'characters'],
  ['none', 'characters'],
  ['1500000893', 'length'],
  ['150000089366', 'length'],
  ['12000008936', 'mobile'],
  ['12345', 'length'],
  ['150 0000 8936 / 136 0000 5520', 'characters'],
])('%s is refused for its %s', (typed, code) => {
  expect(parsePhone(typed)).toEqual({ ok: false, code });
});

test('a tidy number stays as it is', () => {
  const mobile = fc.stringMatching(/^1[3-9]\d{9}$/);
  const landline = fc.stringMatching(/^0[3-9]\d{2}-[2-8]\d{6}(-[1-9]\d)?$/);
  fc.assert(fc.property(fc.oneof(mobile, landline), (phone) => {
    expect(parsePhone(phone)).toEqual({ ok: true, phone });
  }));
});

test('whatever is typed gets an answer of at most 20 characters', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[\d +转-]{0,30}$/)), (text) => {
      const parsed = parsePhone(text);
      expect(parsed.ok ? parsed.phone.length : 0).toBeLessThanOrEqual(20);
    }),
  );
});
