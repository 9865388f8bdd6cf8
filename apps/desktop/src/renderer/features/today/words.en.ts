import type { WordsLike } from '../../i18n/wordsLike.ts';
import type { todayZh } from './words.zh.ts';

export const todayEn: WordsLike<typeof todayZh> = {
};
