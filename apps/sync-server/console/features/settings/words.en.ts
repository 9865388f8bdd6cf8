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
  signIn: 'Sign-in', passwordChanged: 'Password', changedAt: 'changed {{when}}', totp: 'One-time codes', totpOn: 'set up, {{count}} recovery codes left', totpOff: 'not set up', totpMust: 'your post needs them',
  newPassword: 'Change the password', present: 'Present password', next: 'New password', nextHint: 'At least 10 characters; no common one, no name, no row of keys', change: 'Change', changed: 'The password is changed; every other session has ended',
  fault: { wrong: 'The present password is wrong', tooShort: 'Too short: at least 10 characters', tooLong: 'Too long: at most 200 characters', common: 'A common one, soon guessed', same: 'That is the present one', wait: 'Too many attempts, try again later' },
  sessions: 'Where you are logged in', here: 'here', since: 'since {{when}}', seen: 'used {{when}}', end: 'Log out', ended: 'That session has ended', setTotp: 'Set up one-time codes', renewTotp: 'Another telephone: set up anew',
  copy: 'Kept on this PC',
  copyNote: 'Only the state of clinics and devices, so that it can be read without a line. No patient\'s data is kept here; logging out clears it all.',
  about: 'About',
  epoch: 'County epoch',
};
