import i18next from 'i18next';
import { localClockTime } from '@lianyi/schema/basics/dates';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LineView } from '../../../contract/views.ts';
import { followClinicClock } from '../../format/clinicClock.ts';
import { firstSyncWords } from './firstSyncWords.ts';
import { todayEn } from './words.en.ts';
import { todayZh } from './words.zh.ts';

beforeAll(async () => {
  followClinicClock('2026-03-09T09:42:00+08:00');
  await i18next.init({ lng: 'zh', resources: { zh: { today: todayZh }, en: { today: todayEn } }, interpolation: { escapeValue: false } });
});
// Other files are tested in the same process.
afterAll(() => { followClinicClock(localClockTime(new Date())); });
const inBoth = (pulling: NonNullable<LineView['pulling']>) => (['zh', 'en'] as const).map((language) => firstSyncWords(pulling, { now, language, t: i18next.getFixedT(language, 'today') }));
const now = new Date('2026-03-09T09:42:00+08:00');

test('SYNC-15 the bar of a first sync says documents and bytes of all that there is, and about how long, once there is a pace', () => {
  const begun = { documents: 0, ofDocuments: 100_000, bytes: 0, ofBytes: 12_400_000, secondsLeft: null };
  expect(inBoth(begun).map(({ came }) => came)).toEqual(['0 / 100,000 条，0 B / 12 MB', '0 of 100,000, 0 B of 12 MB']);
  const amidst = { documents: 2_151, ofDocuments: 100_000, bytes: 640_000, ofBytes: 12_400_000, secondsLeft: 601 };
  expect(inBoth(amidst)).toEqual([
    { came: '2,151 / 100,000 条，640 KB / 12 MB，约还要 11 分', bar: { value: 640_000, max: 12_400_000 }, stopped: null, slower: null },
    { came: '2,151 of 100,000, 640 KB of 12 MB, about 11 min left', bar: { value: 640_000, max: 12_400_000 }, stopped: null, slower: null },
  ]);
  expect(inBoth({ ...amidst, secondsLeft: 2 }).map(({ came }) => came?.split(/[，,] ?/).at(-1))).toEqual(['约还要 1 分', 'about 1 min left']);
});

test('SYNC-15 by the log it says what has come, and why it is slower where a snapshot was not as promised', () => {
  expect(inBoth({ documents: 0 })).toEqual(Array.from({ length: 2 }, () => ({ came: null, bar: null, stopped: null, slower: null })));
  expect(inBoth({ documents: 1_200 }).map(({ came }) => came)).toEqual([
    '已到 1,200 条；还有多少，取完才知道', '1,200 so far; how many more there are is known when they are here',
  ]);
  expect(inBoth({ documents: 0, isLogInstead: true }).map(({ slower }) => slower)).toEqual([
    '县里送来的数据包跟说好的不一样，改成一条一条取，会慢一些；什么都没有丢。', 'The county’s package did not arrive as promised; it comes piece by piece now, which takes longer. Nothing is lost.',
  ]);
});

test('SYNC-15 where the line is gone the bar says since when, that it goes on by itself and that a stick does too, and no time left', () => {
  const stopped = { documents: 140, ofDocuments: 2_067, bytes: 40_000, ofBytes: 700_000, secondsLeft: 180, stoppedSince: '2026-03-09T09:30:00+08:00' };
  const [zh, en] = inBoth(stopped);
  expect([zh?.came, en?.came]).toEqual(['140 / 2,067 条，40 KB / 700 KB', '140 of 2,067, 40 KB of 700 KB']);
  expect(zh?.stopped?.title).toBe('今天 09:30 起联不上县里，取记录停下了。');
  expect(zh?.stopped?.next).toMatch(/取到的都留着，联通后自动接着取.*U 盘/);
  expect(en?.stopped?.title).toBe('No line to the county since today, 09:30: the records have stopped coming.');
  expect(en?.stopped?.next).toMatch(/What has come stays, and it goes on by itself.*stick/);
  const [none] = inBoth({ documents: 0, stoppedSince: '2026-03-09T09:30:00+08:00' });
  expect(none).toMatchObject({ came: null, stopped: { title: '今天 09:30 起联不上县里，记录还没有开始取。', next: expect.stringMatching(/联通后自动开始取.*U 盘/) as string } });
});
