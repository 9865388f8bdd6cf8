import type { WordsLike } from '../../i18n/wordsLike.ts';
import type { reviewsZh } from './words.zh.ts';

export const reviewsEn: WordsLike<typeof reviewsZh> = {
};
