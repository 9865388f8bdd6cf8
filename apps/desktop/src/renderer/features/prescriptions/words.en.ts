import type { WordsLike } from '../../i18n/wordsLike.ts';
import type { prescriptionsZh } from './words.zh.ts';

export const prescriptionsEn: WordsLike<typeof prescriptionsZh> = {
};
