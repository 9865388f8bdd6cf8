import type { WordsLike } from '../../i18n/wordsLike.ts';
import type { settingsZh } from './words.zh.ts';

export const settingsEn: WordsLike<typeof settingsZh> = {
  title: 'Settings',
  language: 'Language',
  languageNote: 'Changes this browser on this PC only.',
  zh: '中文',
  en: 'English',
  account: 'Account',
  name: 'Name',
  role: 'Role',
  copy: 'Kept on this PC',
  copyNote: 'Only the state of clinics and devices, so that it can be read without a line. No patient\'s data is kept here; logging out clears it all.',
  about: 'About',
  epoch: 'County epoch',
};
