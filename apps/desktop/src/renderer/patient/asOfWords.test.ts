import i18next from 'i18next';
import { beforeAll, expect, test } from 'vitest';
import type { Completeness } from '../../contract/views.ts';
import { ago, momentText } from '../format/dates.ts';
import { asOfWords } from './asOfWords.ts';
import { patientEn } from './words.en.ts';
import { patientZh } from './words.zh.ts';

const now = new Date('2026-03-09T10:00:30+08:00');
const inBoth = (completeness: Completeness) => (['zh', 'en'] as const).map((language) =>
  asOfWords(completeness, { now, moment: (at) => momentText(at, now, language), ago: (at) => ago(at, now, language) }, i18next.getFixedT(language, 'patient')));

beforeAll(async () => {
  await i18next.init({ lng: 'zh', resources: { zh: { patient: patientZh }, en: { patient: patientEn } }, interpolation: { escapeValue: false } });
});

test('SYNC-15 while a first sync runs the banner says in amber that the record is not whole, and how far it is', () => {
  expect(inBoth({ state: 'coming', progress: { documents: 140, ofDocuments: 2067 } })).toEqual([
    { text: '县里的记录还没取全：140 / 2,067', note: '既往就诊、用药可能没有显示', tone: 'warn' },
    { text: 'County records not all here: 140 of 2,067', note: 'Past visits and medicines may be missing', tone: 'warn' },
  ]);
  expect(inBoth({ state: 'coming', progress: null }).map(({ text, tone }) => [text, tone])).toEqual([['县里的记录还没取全', 'warn'], ['County records not all here yet', 'warn']]);
});

test('a record is green only within a day of an exchange', () => {
  expect(inBoth({ state: 'asOf', at: '2026-03-09T10:00:00+08:00' }).map(({ tone }) => tone)).toEqual(['ok', 'ok']);
  expect(inBoth({ state: 'asOf', at: '2026-03-07T10:00:00+08:00' }).map(({ tone }) => tone)).toEqual(['warn', 'warn']);
  expect(inBoth({ state: 'never' }).map(({ tone }) => tone)).toEqual(['warn', 'warn']);
});
