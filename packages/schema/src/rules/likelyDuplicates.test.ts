import { expect, test } from 'vitest';
import type { ComparedPerson } from './likelyDuplicates.ts';
import { likelyDuplicate } from './likelyDuplicates.ts';

const person = (over: Partial<ComparedPerson> = {}): ComparedPerson => ({
  name: '张素芬', formerName: null, pinyin: ['zhang su fen'], birthDate: '1959-02-14', identityNumber: null, phone: null, ...over,
});

test('the same identity number is one person, whatever the name', () => {
  expect(likelyDuplicate(person({ identityNumber: '522299195902140328' }), person({ name: '张淑芬', identityNumber: '522299195902140328' }))).toEqual(['identityNumber']);
});

test('different identity numbers are two people, even of one name and birth date', () => {
  expect(likelyDuplicate(person({ identityNumber: '522299195902140328' }), person({ identityNumber: '522299195902140440' }))).toEqual([]);
});

test('a person without a number is found by name and birth date', () => {
  expect(likelyDuplicate(person(), person({ identityNumber: '522299195902140328' }))).toEqual(['nameAndBirthDate']);
});

test('name and telephone are enough, though the birth date was guessed', () => {
  expect(likelyDuplicate(person({ phone: '15000008936' }), person({ phone: '15000008936', birthDate: '1959-01-01' }))).toEqual(['nameAndPhone']);
});

test('another character of the same sound with the same birth date may be the same person', () => {
  expect(likelyDuplicate(person(), person({ name: '张素分' }))).toEqual(['samePinyinAndBirthDate']);
  expect(likelyDuplicate(person({ pinyin: ['ceng shao fen', 'zeng shao fen'], name: '曾少芬' }), person({ pinyin: ['zeng shao fen'], name: '增少芬' }))).toEqual(['samePinyinAndBirthDate']);
});

test('a former name is a name', () => {
  expect(likelyDuplicate(person({ name: '龙秀英', formerName: '张素芬', pinyin: ['long xiu ying'] }), person())).toEqual(['nameAndBirthDate']);
});

test('a telephone alone is a family\'s and no reason', () => {
  expect(likelyDuplicate(person({ phone: '15000008936' }), person({ name: '龙德明', pinyin: ['long de ming'], birthDate: '1982-01-01', phone: '15000008936' }))).toEqual([]);
});

test('spaces and the dot of a minority name do not tell names apart', () => {
  expect(likelyDuplicate(person({ name: '阿依·古丽' }), person({ name: '阿依 古丽' }))).toEqual(['nameAndBirthDate']);
});
