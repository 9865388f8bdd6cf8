import { expect, test } from 'vitest';
import { settingsEn } from './words.en.ts';
import { settingsZh } from './words.zh.ts';

test('LINE-20 each refusal of a stick\u2019s file tells the clinic what to do, in both languages', () => {
  for (const [reason, words] of Object.entries(settingsZh.stick.whyNot)) expect([reason, words]).toEqual([reason, expect.stringMatching(/[。：，].*请/) as string]);
  for (const [reason, words] of Object.entries(settingsEn.stick.whyNot)) expect([reason, words]).toEqual([reason, expect.stringMatching(/[.:;,] .*\b(choose|take|have|save|make|read|write|check|enrol|free|delete)\b/i) as string]);
  // A bit that has turned in its first bytes makes any of these of it.
  for (const reason of ['noParcel', 'notForUs'] as const) expect([settingsZh.stick.whyNot[reason], settingsEn.stick.whyNot[reason]]).toEqual([expect.stringContaining('开头坏了') as string, expect.stringContaining('beginning is damaged') as string]);
});
