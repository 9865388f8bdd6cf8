import type { WordsLike } from '../../i18n/wordsLike.ts';
import type { stockZh } from './words.zh.ts';

export const stockEn: WordsLike<typeof stockZh> = {
};
