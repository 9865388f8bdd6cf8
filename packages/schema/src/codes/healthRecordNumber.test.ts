import { expect, test } from 'vitest';
import { parseHealthRecordNumber } from './healthRecordNumber.ts';

test.each(['52229910110800127', '52229900100100001', '52229910190199999', ' 522299 101 108 00127', '５２２２９９１０１１０８００１２７'])('the record number %s is accepted', (typed) => {
  expect(parseHealthRecordNumber(typed).ok).toBe(true);
});

test('spaces and full-width digits are tidied', () => {
  expect(parseHealthRecordNumber('522299 101-108 ００127')).toEqual({ ok: true, number: '52229910110800127' });
});

test.each([
  ['5222991011080012', 'length'],
  ['522299101108001277', 'length'],
  ['5222991011080012A', 'characters'],
  ['52229910120800127', 'institution'],
  ['52229910110000127', 'institution'],
  ['52229910100000127', 'institution'],
  ['52229910110800000', 'serial'],
])('the record number %s is refused for its %s', (typed, code) => {
  expect(parseHealthRecordNumber(typed)).toEqual({ ok: false, code });
});
