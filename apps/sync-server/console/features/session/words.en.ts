import type { WordsLike } from '../../i18n/wordsLike.ts';
import type { sessionZh } from './words.zh.ts';

export const sessionEn: WordsLike<typeof sessionZh> = {
  title: 'Log in',
  motto: 'Every clinic of the county,',
  motto2: 'on one page.',
  promise1: 'Who wrote it, when and on which PC: every entry has its origin.',
  promise2: 'Clinics without a line go on working, and catch up by themselves.',
  heading: 'Log in to the county console',
  sub: 'County office and county IT',
  login: 'Account',
  password: 'Password',
  submit: 'Log in',
  submitting: 'Logging in',
  otherLanguage: '中文',
  wrong: 'Account or password is wrong. Mind capitals and try again.',
  tooMany: 'Too many attempts. Wait 5 minutes, then try again.',
  unreachable: 'The county server cannot be reached. Check the network and try again.',
  fault: 'The county server failed; you are not logged in. Try again; if it goes on, tell county IT.',
  expired: 'Your session has ended, please log in again. What you were looking at is gone from this PC.',
  hint: 'Accounts come from county IT, who also reset passwords.',
  demo: 'Demo accounts',
  demoNote: 'in a demo county only; press one to fill it in',
  checking: 'Connecting to the county server',
  notReached: 'The county server cannot be reached.',
  notReachedBody: 'Clinics go on working and saving. This page tries again by itself.',
  again: 'Try now',
};
