import i18next from 'i18next';
import type { AlertReason, AlertValues } from '@lianyi/schema/documents/alertValues';
import { newId } from '@lianyi/schema/basics/ids';
import { expect, test } from 'vitest';
import { alertText } from './alertText.ts';
import { valueText, type ValueContext } from './valueText.ts';
import { recordEn } from './words.en.ts';
import { recordZh } from './words.zh.ts';

const [homeId, otherId, productId, ownerId] = [newId(), newId(), newId(), newId()];
const names = { [homeId]: '青石坪村卫生室', [otherId]: '河口镇卫生院', [productId]: '阿莫西林胶囊', [ownerId]: '青石坪村卫生室' };
const lot = { ownerId, productId, lotNumber: 'A1', expiry: '2027-01-31' } as never;

/** Of every alert what both sides hold. */
const alerts: Readonly<{ [Reason in AlertReason]: AlertValues[Reason] }> = {
  negativeBalance: { kept: { lot, balance: 3 }, losing: { lot, quantity: -5, balance: -2 } },
  countAgain: { kept: { lot, balance: 3 }, losing: { lot, counted: 4, known: 5 } },
  overDispensed: { kept: { itemNo: 1, ordered: 10, dispensed: 10 }, losing: { itemNo: 1, ordered: 10, dispensed: 20, dispenseId: newId() } },
  stoppedAfterDispense: { kept: { dispensed: [{ itemNo: 1, quantity: 10 }] }, losing: { reason: '皮疹', by: newId(), at: '2026-03-09T08:00:00+08:00' } },
  patientMoved: { kept: { name: '龙正芬', fromId: homeId }, losing: { name: '龙正芬', toId: otherId, reason: '迁居' } },
  movedElsewhere: { kept: { homeId }, losing: { fromId: homeId, toId: otherId, reason: '迁居' } },
  writtenAfterMove: { kept: { homeId }, losing: { action: 'encounters.sign' } },
  glassOpened: { kept: { homeId }, losing: { who: '田玉梅', place: '县医共体办公室', reason: 'emergency', text: '县医院急诊来电', until: '2026-03-09T08:30:00+08:00' } },
};

test.each([['zh', recordZh], ['en', recordEn]] as const)('GLASS-2 both sides of every alert are in words of %s, and none is shown as JSON: of a chart that somebody opened whose record it is, who, where and why', async (language, record) => {
  const i18n = i18next.createInstance();
  await i18n.init({ lng: language, resources: { [language]: { record } }, interpolation: { escapeValue: false } });
  const context: ValueContext = { language, now: new Date('2026-03-09T00:00:00Z'), t: i18n.getFixedT(language, 'record'), names, identityDocument: (type) => type, action: (action) => (record.action as Readonly<Record<string, string>>)[action] ?? action };
  const said = (Object.keys(alerts) as AlertReason[]).flatMap((reason) => [alerts[reason].kept, alerts[reason].losing].map((value) => [reason, alertText(reason, value, context) ?? valueText(null, value, context)] as const));
  for (const [reason, text] of said) expect([reason, text]).toEqual([reason, expect.not.stringMatching(/[{}]|^$/) as string]);
  expect(said.filter(([reason]) => reason === 'glassOpened').map(([, text]) => text)).toEqual(language === 'zh'
    ? ['青石坪村卫生室的档案', '田玉梅 · 县医共体办公室 · 急救 · 县医院急诊来电'] : ['Record of 青石坪村卫生室', '田玉梅 · 县医共体办公室 · Emergency · 县医院急诊来电']);
});
