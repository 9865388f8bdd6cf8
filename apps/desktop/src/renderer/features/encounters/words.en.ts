import type { WordsLike } from '../../i18n/wordsLike.ts';
import type { encountersZh } from './words.zh.ts';

export const encountersEn: WordsLike<typeof encountersZh> = {
};
