import i18next from 'i18next';
import { beforeAll, expect, test } from 'vitest';
import type { LineView } from '../../../contract/views.ts';
import { firstSyncWords } from './firstSyncWords.ts';
import { todayEn } from './words.en.ts';
import { todayZh } from './words.zh.ts';

beforeAll(async () => {
  await i18next.init({ lng: 'zh', resources: { zh: { today: todayZh }, en: { today: todayEn } }, interpolation: { escapeValue: false } });
});
const inBoth = (pulling: NonNullable<LineView['pulling']>) => (['zh', 'en'] as const).map((language) => firstSyncWords(pulling, language, i18next.getFixedT(language, 'today')));

test('SYNC-15 the bar of a first sync says documents and bytes of all that there is, and about how long, once there is a pace', () => {
  const begun = { documents: 0, ofDocuments: 100_000, bytes: 0, ofBytes: 12_400_000, secondsLeft: null };
  expect(inBoth(begun).map(({ came }) => came)).toEqual(['0 / 100,000 条，0 B / 12 MB', '0 of 100,000, 0 B of 12 MB']);
  const amidst = { documents: 2_151, ofDocuments: 100_000, bytes: 640_000, ofBytes: 12_400_000, secondsLeft: 601 };
  expect(inBoth(amidst)).toEqual([
    { came: '2,151 / 100,000 条，640 KB / 12 MB，约还要 11 分', bar: { value: 640_000, max: 12_400_000 }, slower: null },
    { came: '2,151 of 100,000, 640 KB of 12 MB, about 11 min left', bar: { value: 640_000, max: 12_400_000 }, slower: null },
  ]);
  expect(inBoth({ ...amidst, secondsLeft: 2 }).map(({ came }) => came?.split(/[，,] ?/).at(-1))).toEqual(['约还要 1 分', 'about 1 min left']);
});

test('SYNC-15 by the log it says what has come, and why it is slower where a snapshot was not as promised', () => {
  expect(inBoth({ documents: 0 })).toEqual([{ came: null, bar: null, slower: null }, { came: null, bar: null, slower: null }]);
  expect(inBoth({ documents: 1_200 }).map(({ came }) => came)).toEqual([
    '已到 1,200 条；快照以后新写的，还有多少要取完才知道', '1,200 so far; how many more were written since is known when they are here',
  ]);
  expect(inBoth({ documents: 0, isLogInstead: true }).map(({ slower }) => slower)).toEqual([
    '县里送来的数据包跟说好的不一样，改成一条一条取，会慢一些；什么都没有丢。', 'The county’s package did not arrive as promised; it comes piece by piece now, which takes longer. Nothing is lost.',
  ]);
});
