import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkCharacter, parseIdentityNumber } from './identityNumber.ts';

const today = '2026-03-09';

test.each([
  ['520602190101010011', '1901-01-01', 'male'],
  ['520621190402290028', '1904-02-29', 'female'],
  ['520628190012319993', '1900-12-31', 'male'],
  ['522225190203040005', '1902-03-04', 'female'],
  ['11010519491231002X', '1949-12-31', 'female'],
])('the identity number %s says %s, %s', (number, birthDate, sex) => {
  expect(parseIdentityNumber(number, today)).toEqual({ ok: true, number, birthDate, sex });
});

test.each([
  ['520602190101010012', 'check'],
  ['520602190002290011', 'date'],
  ['5206021901010100', 'length'],
  ['', 'length'],
  ['52060219010101001', 'length'],
  ['5206021901010100111', 'length'],
  ['52060219010101001A', 'characters'],
  ['52060219010X010011', 'characters'],
  ['52229959021403X', 'characters'],
  [numberOf('52229920270101001'), 'future'],
  [numberOf('52229918700101001'), 'age'],
  [numberOf('52229917000101001'), 'date'],
])('the identity number %s is refused for its %s', (number, code) => {
  expect(parseIdentityNumber(number, today)).toEqual({ ok: false, code });
});

test('full-width digits, spaces, hyphens and a lower-case x are what people type', () => {
  const expected = { ok: true, number: '11010519491231002X', birthDate: '1949-12-31', sex: 'female' };
  for (const typed of ['11010519491231002x', ' 110105 1949 1231 002x ', '110105-19491231-002X', '１１０１０５１９４９１２３１００２Ｘ', '110105\u300019491231\u200b002ｘ']) {
    expect(parseIdentityNumber(typed, today)).toEqual(expected);
  }
});

test('fifteen digits of the old standard become eighteen', () => {
  expect(parseIdentityNumber('522299590214032', today)).toEqual({ ok: true, number: numberOf('52229919590214032'), birthDate: '1959-02-14', sex: 'female' });
  expect(parseIdentityNumber('522299000214998', today)).toEqual({ ok: false, code: 'age' });
  expect(parseIdentityNumber('522299590230032', today)).toEqual({ ok: false, code: 'date' });
});

test('any made-up valid number parses to the birth date and sex it was made from', () => {
  fc.assert(
    fc.property(validNumber, ({ number, birthDate, sex }) => {
      expect(parseIdentityNumber(number, today)).toEqual({ ok: true, number, birthDate, sex });
    }),
  );
});

test('one wrong character makes any valid number fail', () => {
  fc.assert(
    fc.property(validNumber, fc.nat(17), fc.constantFrom(...'0123456789X'), ({ number }, at, character) => {
      fc.pre(number[at] !== character);
      const changed = number.slice(0, at) + character + number.slice(at + 1);
      expect(parseIdentityNumber(changed, today).ok).toBe(false);
    }),
  );
});

test('two neighbours swapped make any valid number fail', () => {
  fc.assert(
    fc.property(validNumber, fc.nat(16), ({ number }, at) => {
      const [first = '', second = ''] = [number[at], number[at + 1]];
      fc.pre(first !== second);
      const swapped = number.slice(0, at) + second + first + number.slice(at + 2);
      expect(parseIdentityNumber(swapped, today).ok).toBe(false);
    }),
  );
});

test('whatever is typed gets an answer', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => typeof parseIdentityNumber(text, today).ok === 'boolean'));
});

function numberOf(body: string): string {
  return body + checkCharacter(body);
}

const validNumber = fc
  .record({
    area: fc.stringMatching(/^[1-9]\d{5}$/),
    birth: fc.date({ min: new Date('1900-01-01T00:00:00Z'), max: new Date(`${today}T00:00:00Z`), noInvalidDate: true }),
    sequence: fc.integer({ min: 0, max: 999 }),
  })
  .map(({ area, birth, sequence }) => {
    const birthDate = birth.toISOString().slice(0, 10);
    const number = numberOf(area + birthDate.replaceAll('-', '') + String(sequence).padStart(3, '0'));
    return { number, birthDate, sex: sequence % 2 === 1 ? ('male' as const) : ('female' as const) };
  });
