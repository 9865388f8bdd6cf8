import i18next from 'i18next';
import { localClockTime } from '@lianyi/schema/basics/dates';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LineView } from '../../../contract/views.ts';
import { followClinicClock } from '../../format/clinicClock.ts';
import { lineItems } from './lineItems.ts';
import { lineZh } from './words.zh.ts';

const now = new Date('2026-03-09T09:42:00+08:00');
const still: LineView = {
  saved: { ok: true, at: '2026-03-09T09:40:00+08:00' }, waiting: { count: 0, oldestAt: null, byAction: {} }, attachmentsWaiting: 0, quarantined: 0, lastExchangeAt: '2026-03-09T09:41:00+08:00',
  exchanging: null, pulling: null, isMoreAtCounty: false, problem: null, gap: null, parked: 0, version: 1,
};
const words = (line: Partial<LineView>): readonly string[] => lineItems({ ...still, ...line }, now, 'zh', i18next.getFixedT('zh', 'line')).map(({ text }) => (typeof text === 'string' ? text : ''));

beforeAll(async () => {
  followClinicClock('2026-03-09T09:42:00+08:00');
  await i18next.init({ lng: 'zh', resources: { zh: { line: lineZh } }, interpolation: { escapeValue: false } });
});
// Other files are tested in the same process.
afterAll(() => { followClinicClock(localClockTime(new Date())); });

const waiting = (count: number) => ({ count, oldestAt: '2026-03-06T08:31:00+08:00', byAction: {} });
const offline = { code: 'offline', detail: '' } as const;

test('with a line everything is at the county', () => {
  expect(words({})).toEqual(['全部已保存', '县里已全部收到 · 1 分钟前']);
});

test('ATT-1 attachments that are not at the county are counted, whatever else waits: nothing says that it has everything', () => {
  expect(words({ attachmentsWaiting: 2 })).toEqual(['全部已保存', '记录县里已收到，还有 2 个附件在传']);
  const apart = { attachmentsWaiting: 1, problem: offline, lastExchangeAt: '2026-03-09T08:10:00+08:00' };
  expect(words(apart)).toEqual(['全部已保存', '1 个附件等联网再传', '上次联通 1 小时前']);
  expect(words({ ...apart, waiting: waiting(12) })).toEqual(['全部已保存', '12 条等待上传', '1 个附件等联网再传', '上次联通 1 小时前']);
});

test('an exchange under way says how far it is', () => {
  expect(words({ waiting: waiting(12), exchanging: { done: 5, total: 12 } })).toEqual(['全部已保存', '正在上传 5 / 12']);
  expect(words({ pulling: { documents: 2151, ofDocuments: 100_000, bytes: 1, ofBytes: 2, secondsLeft: null }, lastExchangeAt: null })).toEqual(['全部已保存', '正在取县里的记录 2,151 / 100,000']);
  expect(words({ pulling: { documents: 0 }, lastExchangeAt: null })).toEqual(['全部已保存', '正在取县里的记录']);
  expect(words({ pulling: { documents: 2151 }, lastExchangeAt: null })).toEqual(['全部已保存', '正在取县里的记录，已到 2,151 条']);
});

test('SYNC-15 a first sync that the line has left says since when, and that it goes on by itself', () => {
  const stoppedSince = '2026-03-09T09:30:00+08:00';
  expect(words({ pulling: { documents: 140, ofDocuments: 2_067, bytes: 1, ofBytes: 2, secondsLeft: null, stoppedSince }, problem: offline })).toEqual(['全部已保存', '今天 09:30 起联不上县里，已取 140 / 2,067，联通后接着取']);
  expect(words({ pulling: { documents: 1_200, stoppedSince }, problem: offline })).toEqual(['全部已保存', '今天 09:30 起联不上县里，已取 1,200 条，联通后接着取']);
  expect(words({ pulling: { documents: 0, stoppedSince }, problem: offline, lastExchangeAt: null })).toEqual(['全部已保存', '今天 09:30 起联不上县里，联通后自动取记录']);
});

test('without a line it says what waits and when the last exchange was', () => {
  expect(words({ waiting: waiting(12), lastExchangeAt: '2026-03-06T08:10:00+08:00', problem: offline })).toEqual(['全部已保存', '12 条等待上传', '上次联通 3 天前']);
});

test('a line that was cut without anything waiting is said too', () => {
  expect(words({ problem: offline, lastExchangeAt: '2026-03-09T08:10:00+08:00' })).toEqual(['全部已保存', '上次联通 1 小时前']);
});

test('after a week without a line the days come first', () => {
  expect(words({ waiting: waiting(42), lastExchangeAt: '2026-02-28T08:10:00+08:00', problem: offline })).toEqual(['9 天未联通', '42 条等待上传']);
});

test('a save that did not reach the disk is all that counts, and the earlier ones are safe', () => {
  expect(words({ saved: { ok: false, at: null }, waiting: waiting(3) })).toEqual(['这一次没有存上', '之前的都在']);
});

test('what a person must settle stands in words', () => {
  expect(words({ quarantined: 1 })).toEqual(['全部已保存', '县里已全部收到 · 1 分钟前', '1 条被县里退回']);
  expect(words({ problem: { code: 'epochMismatch', detail: '' } })).toEqual(['全部已保存', '县里的库换过，等县信息科处理']);
  expect(words({ problem: { code: 'beyondLog', detail: '' } }).at(-1)).toBe('县里的记录比本机旧，等县信息科处理');
});

test('SYNC-23 a gap in the chain is said with what to do', () => {
  expect(words({ gap: { where: 'county', lane: 'routine', number: 12 } }).at(-1)).toBe('县里缺本机常规通道第 12 条，正在重发；一直不消失就告诉县信息科');
  expect(words({ gap: { where: 'here', lane: 'urgent', number: 3 } }).at(-1)).toBe('本机加急通道少了第 3 条保存，请告诉县信息科');
});

test('months without a line are still counted in days', () => {
  expect(words({ lastExchangeAt: '2025-09-09T08:10:00+08:00', problem: offline })[0]).toBe('181 天未联通');
});
