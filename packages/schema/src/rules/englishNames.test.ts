import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseTsv } from '../basics/tsv.ts';
import { classInteractions } from './interactionClasses.ts';
import { englishNames, englishSpecification, englishUnit } from './englishNames.ts';
import { crossReactivities } from './allergyCheck.ts';

const table = (name: string): string => readFileSync(join(import.meta.dirname, '../../../../resources', name), 'utf8');
const tables = { products: table('products.tsv'), drugs: table('drugs.tsv'), icd10: table('icd10_primary_care.tsv'), traditional: table('tcm_diagnoses.tsv'), interactions: table('ddi_pairs.tsv') };
const names = englishNames(tables);
const isEnglish = (words: string | null): boolean => words !== null && words !== '' && !/\p{Script=Han}/u.test(words);
const cells = (tsv: string, ...columns: readonly string[]): readonly string[] => parseTsv(tsv).flatMap((row) => columns.map((column) => row[column] ?? '')).filter((cell) => cell !== '');

test('every product, diagnosis and interaction of the tables has English words', () => {
  expect(cells(tables.products, 'name').filter((name) => !isEnglish(names.product(name)))).toEqual([]);
  expect(parseTsv(tables.icd10).filter((row) => !isEnglish(names.diagnosis(row['code6'] ?? '', row['zh'] ?? ''))).map((row) => row['zh'])).toEqual([]);
  expect(cells(tables.traditional, 'zh').filter((title) => !isEnglish(names.diagnosis('', title)))).toEqual([]);
  expect(cells(tables.interactions, 'effect', 'action').filter((words) => !isEnglish(names.phrase(words)))).toEqual([]);
});

test('a traditional disease with its syndrome has the English of the disease', () => {
  expect([names.diagnosis('', '感冒'), names.diagnosis('', '感冒·风寒束表'), names.diagnosis('', '某病·风寒束表')]).toEqual(['Common cold', 'Common cold (风寒束表)', null]);
});

test('what the rules of classes say has English words', () => {
  const said = [...classInteractions.flatMap(({ words: { effect, action } }) => [effect, action]), ...crossReactivities.flatMap(({ warn }) => warn.map(({ words }) => words))];
  expect(said.filter((words) => !isEnglish(names.phrase(words)))).toEqual([]);
});

test('a substance is a class, a drug, a product or a common word', () => {
  expect(['青霉素类', '阿莫西林', '阿莫西林胶囊', '海鲜', '青霉素', '某某草药'].map(names.substance)).toEqual(['Penicillins', 'Amoxicillin', 'Amoxicillin capsules', 'Seafood', 'Penicillin', null]);
  expect(names.phrase('皮疹、喉头水肿')).toBe('rash, laryngeal oedema');
});

test('units count, and a specification reads in English', () => {
  expect([englishUnit('片', 1), englishUnit('片', 15), englishUnit('盒', 2), englishUnit('mg', 2), englishUnit('支', 2, '红霉素眼膏'), englishUnit('支', 1, '氯霉素滴眼液'), englishUnit('支', 2, '庆大霉素注射液')]).toEqual(['tablet', 'tablets', 'boxes', 'mg', 'tubes', 'bottle', 'vials']);
  expect(['30 mg×20 片', '80 万U×10 支', '100 μg×200 揿', '复方×18 片', '250 mL'].map((specification) => englishSpecification(specification))).toEqual(['30 mg × 20 tablets', '80 × 10,000 U × 10 vials', '100 μg × 200 puffs', 'compound × 18 tablets', '250 mL']);
  expect([englishSpecification('2 g:10 mg×1 支', '红霉素眼膏'), englishSpecification('10 mL×10 支', '藿香正气水')]).toEqual(['2 g:10 mg × 1 tube', '10 mL × 10 bottles']);
});

test('a law is named with its article, and a maximum with its unit', () => {
  expect(['处方管理办法 2007 第六条', '处方管理办法 2007 第十九条', '每日最大 4g', '某规定 第六条'].map(names.phrase)).toEqual([
    'Prescription Management Measures 2007, article 6', 'Prescription Management Measures 2007, article 19', 'at most 4g a day', null,
  ]);
});
