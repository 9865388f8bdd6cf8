import { expect, test } from 'vitest';
import { devicesEn } from './words.en.ts';
import { devicesZh } from './words.zh.ts';

test('LINE-20 each refusal of a stick\u2019s file tells the county what to do, in both languages', () => {
  for (const [reason, words] of Object.entries(devicesZh.stick.whyNot)) expect([reason, words]).toEqual([reason, expect.stringMatching(/[。：，].*请/) as string]);
  for (const [reason, words] of Object.entries(devicesEn.stick.whyNot)) expect([reason, words]).toEqual([reason, expect.stringMatching(/[.:;,] .*\b(choose|take|have|save|make|read|write|check|enrol|free|delete)\b/i) as string]);
  // A bit that has turned in its first bytes makes any of these of it.
  for (const reason of ['noParcel', 'notForUs'] as const) expect([devicesZh.stick.whyNot[reason], devicesEn.stick.whyNot[reason]]).toEqual([expect.stringContaining('开头坏了') as string, expect.stringContaining('beginning is damaged') as string]);
});
