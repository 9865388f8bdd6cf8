import { expect, test } from 'vitest';
import { findVillages } from './findVillages.ts';

const villages = [
  { name: '岩脚村', readings: ['yan jiao cun'] },
  { name: '大青石村', readings: ['da qing shi cun', 'dai qing shi cun'] },
  { name: '青石坪村', readings: ['qing shi ping cun'] },
];
const found = (typed: string) => findVillages(villages, typed).map(({ name }) => name);

test.each([
  ['qsp', ['青石坪村']], ['QSP', ['青石坪村']], ['ｑｓｐ', ['青石坪村']], ['qingshi', ['青石坪村', '大青石村']], ['qingsp', ['青石坪村']], ['qings', ['青石坪村', '大青石村']],
  ['yj', ['岩脚村']], ['青石', ['青石坪村', '大青石村']], ['坪', ['青石坪村']], ['daiqs', ['大青石村']], ['xyz', []], ['', ['岩脚村', '大青石村', '青石坪村']],
])('a village is found by %s', (typed, names) => {
  expect(found(typed)).toEqual(names);
});
