import type { WordsLike } from '../../i18n/wordsLike.ts';
import type { sessionZh } from './words.zh.ts';

export const sessionEn: WordsLike<typeof sessionZh> = {
};
