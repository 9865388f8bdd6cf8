import type { WordsLike } from '../../i18n/wordsLike.ts';
import type { patientsZh } from './words.zh.ts';

export const patientsEn: WordsLike<typeof patientsZh> = {
};
