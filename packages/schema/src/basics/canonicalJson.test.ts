import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson, isSameJson } from './canonicalJson.ts';

test('keys are sorted by code unit at every depth, without spaces, and undefined members are left out', () => {
  expect(canonicalJson({ b: [1, { d: null, c: true }], a: '张', Z: undefined, 'é"': 0 })).toBe('{"a":"张","b":[1,{"c":true,"d":null}],"é\\"":0}');
});

test('the text reads back as the same value', () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => {
    expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
  }));
});

test('the order in which keys were written does not matter', () => {
  fc.assert(fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (record) => {
    const backwards = Object.fromEntries(Object.entries(record).toReversed());
    expect(canonicalJson(backwards)).toBe(canonicalJson(record));
    expect(isSameJson(backwards, record)).toBe(true);
  }));
});

test('what JSON cannot carry is refused', () => {
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY, () => 1, Symbol('x'), 1n]) expect(() => canonicalJson({ value })).toThrow(RangeError);
});
