import { expect, test } from 'vitest';
import { readUsualDose } from './usualDose.ts';

test.each([
  ['10mg qd', 'mg', { dose: 10, frequency: 'qd' }],
  ['0.5g qd', 'mg', { dose: 500, frequency: 'qd' }],
  ['80mg q8h', 'g', { dose: 0.08, frequency: 'q8h' }],
  ['0.25μg bid', 'μg', { dose: 0.25, frequency: 'bid' }],
  ['1片 qd', '片', { dose: 1, frequency: 'qd' }],
  ['0.25-0.5g bid', 'g', { dose: 0.25, frequency: 'bid' }],
  ['0.5g q6-8h', 'g', { dose: 0.5, frequency: 'q8h' }],
  ['20mg qd-bid 餐前', 'mg', { dose: 20, frequency: 'qd' }],
  ['0.5g qd×3d 或首日0.5g后0.25g qd×4d', 'g', { dose: 0.5, frequency: 'qd' }],
])('%s, doses in %s', (text, doseUnit, usual) => {
  expect(readUsualDose(text, doseUnit)).toEqual(usual);
});

test.each([
  ['0.2-0.4g q4-6h;缓释0.3g bid', 'g'], ['8-10mg/kg/d', 'mg'], ['im/iv 4-6g/d ÷4', 'g'], ['12.5-50mg bid起,治疗量400-600mg/d', 'mg'], ['1-2揿 prn', '揿'], ['首剂2g后1g qd', 'g'], ['25mg起,渐增200-400mg/d', 'mg'], ['po 0.1-0.2g tid;iv 0.25-0.5g缓慢', 'g'],
  ['10mg qd', '片'], ['1片 qd', 'mg'], ['外用 qd', 'g'], ['', 'mg'],
])('%s, doses in %s: the doctor says what is meant', (text, doseUnit) => {
  expect(readUsualDose(text, doseUnit)).toBeNull();
});
