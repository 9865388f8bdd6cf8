import type { WordsLike } from '../../i18n/wordsLike.ts';
import type { settingsZh } from './words.zh.ts';

export const settingsEn: WordsLike<typeof settingsZh> = {
};
