import type { WordsLike } from '../../i18n/wordsLike.ts';
import type { rolesZh } from './words.zh.ts';

export const rolesEn: WordsLike<typeof rolesZh> = {
  title: 'Roles',
  sub: 'What each role may do, and who holds it now',
  list: 'Roles',
  role: 'Role',
  heldBy: 'Held by',
  may: 'May',
  and: '; ',
  nobody: 'nobody',
  nobodyNow: 'Nobody holds it now. Posts are given on the page of people.',
  chosen: 'The chosen role',
  until: 'until {{day}}',
  toPeople: 'People',
};
