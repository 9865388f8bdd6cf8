import type { WordsLike } from '../../i18n/wordsLike.ts';
import type { dispensingZh } from './words.zh.ts';

export const dispensingEn: WordsLike<typeof dispensingZh> = {
};
