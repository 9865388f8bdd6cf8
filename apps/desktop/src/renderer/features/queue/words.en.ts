import type { WordsLike } from '../../i18n/wordsLike.ts';
import type { queueZh } from './words.zh.ts';

export const queueEn: WordsLike<typeof queueZh> = {
};
