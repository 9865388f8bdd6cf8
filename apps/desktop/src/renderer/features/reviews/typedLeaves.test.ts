import { expect, test } from 'vitest';
import { changedLeaves } from './typedLeaves.ts';

const leaf = (value: string | number | boolean | null, isFailing = false) => ({ path: ['0', 'document', 'x'], value, isFailing });
const typed = (text: string) => ({ '0/document/x': text });

test('only what was typed anew is sent, as the type that stood there', () => {
  expect(changedLeaves([leaf('甲')], {})).toEqual([]);
  expect(changedLeaves([leaf('甲')], typed('甲'))).toEqual([]);
  expect(changedLeaves([leaf('甲')], typed('乙 '))).toEqual([{ path: ['0', 'document', 'x'], value: '乙' }]);
  expect(changedLeaves([leaf(12)], typed('13'))).toMatchObject([{ value: 13 }]);
  expect(changedLeaves([leaf(12)], typed(''))).toMatchObject([{ value: null }]);
  expect(changedLeaves([leaf(true)], typed('false'))).toMatchObject([{ value: false }]);
});

test('an emptied value that the county refused, or that was absent, is absent; another text stays a text', () => {
  expect(changedLeaves([leaf('Z', true)], typed(''))).toMatchObject([{ value: null }]);
  expect(changedLeaves([leaf('甲')], typed(''))).toMatchObject([{ value: '' }]);
});
