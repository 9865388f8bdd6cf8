import type { Language } from '../i18n/language.ts';

const separators = {
  zh: { list: '、', sentences: '；', label: '：' },
  en: { list: ', ', sentences: '; ', label: ': ' },
} as const;

export const listText = (words: readonly string[], language: Language): string => words.join(separators[language].list);

export const sentencesText = (statements: readonly string[], language: Language): string => statements.filter((statement) => statement !== '').join(separators[language].sentences);

export const labelledText = (label: string, words: string, language: Language): string => `${label}${separators[language].label}${words}`;
