import { expect, test } from 'vitest';
import { isEmptyTalk, saysWhy } from './lookup.ts';

test('GLASS-1 what is written to open a chart says something: no few letters again and again, no signs, no digits', () => {
  for (const text of ['县医院急诊来电', '家属投诉收费', '赶场时晕倒，要看过敏史', 'fainted at the market', '跌倒了，头部流血', '转诊 120 送来']) expect([text, saysWhy(text), isEmptyTalk(text)]).toEqual([text, true, false]);
  for (const text of ['aaaaaaaa', 'AaAaAaAa', 'abababab', '急急急急急急', '急救急救急救', '......', '123456789', 'aaaa123456', 'a a a a a b b b']) expect([text, saysWhy(text), isEmptyTalk(text)]).toEqual([text, false, true]);
  for (const text of ['', '   ', '短', '急救', ' abc ']) expect([text, saysWhy(text), isEmptyTalk(text)]).toEqual([text, false, false]);
});
