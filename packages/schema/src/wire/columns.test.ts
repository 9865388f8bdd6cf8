import { expect, test } from 'vitest';
import fc from 'fast-check';
import { newId } from '../basics/ids.ts';
import type { Json } from './columns.ts';
import { fromColumn, toColumn } from './columns.ts';

const json: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom<Json>(null, true, 0, -1.5, '', '龙', newId(), '__proto__'),
    fc.string(),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'all', 'one', 'ids', 'members', 'constructor'), tie('value'), { maxKeys: 4 }),
  ),
})).value;

test('SYNC-15 values come out of their columns as they went in, through JSON text', () => {
  fc.assert(fc.property(fc.array(json, { maxLength: 30 }), (values) => {
    expect(fromColumn(JSON.parse(JSON.stringify(toColumn(values))) as ReturnType<typeof toColumn>)).toEqual(values);
  }), { numRuns: 500 });
});

test('SYNC-15 many ids, and many objects of one form', () => {
  const documents = Array.from({ length: 3_000 }, (_, at) => ({ id: newId(at * 1000), name: `龙${at}`, kind: 'patient', home: 'x', ...(at % 3 === 0 && { phone: String(at) }) }));
  const column = toColumn(documents);
  expect(fromColumn(column)).toEqual(documents);
  expect(JSON.stringify(column).length).toBeLessThan(JSON.stringify(documents).length / 2);
});

test('SYNC-15 a column that was cut short is refused, and none reaches a prototype', () => {
  expect(() => fromColumn({ count: 2, members: { a: { values: { all: [1] } } } })).toThrow('too short');
  expect(() => fromColumn({ count: 1, members: { a: { values: { all: [1, 2] } } } })).toThrow('too long');
  expect(() => fromColumn({ ids: '0123' })).toThrow('half');
  expect(() => fromColumn({ count: 1, members: JSON.parse('{"__proto__":{"values":{"all":[{}]}}}') as never })).toThrow('name');
});
