import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadCatalogue } from './loadCatalogue.ts';

const resources = join(import.meta.dirname, '../../../../../resources');

test('the tables that are shipped are read whole', () => {
  const { diagnoses, interactions } = loadCatalogue(resources);
  expect(diagnoses.filter((row) => row.system === 'icd10').length).toBeGreaterThan(350);
  const traditional = diagnoses.filter((row) => row.system === 'tcm');
  expect(traditional.filter(({ disease }) => disease === undefined).length).toBe(40);
  expect(traditional.filter(({ disease }) => disease !== undefined).length).toBeGreaterThan(150);
  expect(traditional.find(({ title }) => title === '感冒·风寒束表')).toMatchObject({ code: '', disease: '感冒', english: 'common cold (风寒束表)', pinyin: 'ganmaofenghanshubiao', initials: 'GMFHSB' });
  expect(diagnoses.find((row) => row.code === 'J00.x00')).toMatchObject({ initials: 'JXBYY', aliases: [{ text: '普通感冒', pinyin: 'putongganmao', initials: 'PTGM' }, { text: '感冒' }, { text: '伤风' }, { text: '着凉' }] });
  expect(interactions.length).toBeGreaterThan(120);
  expect(interactions[0]).toMatchObject({ a: 'warfarin', b: 'acetylsalicylic acid', severity: 'major' });
  expect(diagnoses.every((row) => row.title !== '')).toBe(true);
});

test('a table without a needed column is refused by name', () => {
  const directory = mkdtempSync(join(tmpdir(), 'lianyi-tables-'));
  writeFileSync(join(directory, 'icd10_primary_care.tsv'), 'zh\ten\n');
  expect(() => loadCatalogue(directory)).toThrow('icd10_primary_care.tsv has no column code6');
});
