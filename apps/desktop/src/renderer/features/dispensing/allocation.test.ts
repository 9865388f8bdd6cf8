import { expect, test } from 'vitest';
import type { PlannedLine, PlannedLot } from '../../../contract/views.ts';
import { addLot, changeLot, lotsOf, remainingOf, standingOf, takenOf } from './allocation.ts';

const aLot = (lotNumber: string, known: number, quantity = 0): PlannedLot => ({
  lotNumber, expiry: '2026-08-31', daysLeft: 175, shelf: 'B-11', quantity, known, isOpened: false,
});
const opened = aLot('2411062', 8, 8);
const next = aLot('2412090', 40, 7);
const third = aLot('2501001', 5);
const line: PlannedLine = {
  itemNo: 2, productId: 'p', name: '氨溴索片', specification: '30 mg×20 片', unit: '片', packUnit: '盒', packSize: 20, packPriceFen: 640,
  usage: { dose: 30, doseUnit: 'mg', route: 'po', frequency: 'tid', days: 5, note: '' },
  ordered: 15, alreadyDispensed: 0, lots: [opened, next], choices: [opened, next, third], short: 0,
};

test('A line that nobody has touched follows the plan', () => {
  expect(lotsOf(line, {}).map(({ typed }) => typed)).toEqual(['8', '7']);
  expect(takenOf(line, {})).toBe(15);
});

test('Another lot takes the quantity as far as it goes, and the rest stays where it was', () => {
  const changed = changeLot(lotsOf(line, {}), 1, third);
  expect(changed.map(({ lot, typed }) => [lot.lotNumber, typed])).toEqual([['2411062', '8'], ['2501001', '5'], ['2412090', '2']]);
});

test('A lot that is on the line already takes the other quantity on top of its own', () => {
  const changed = changeLot(lotsOf(line, {}), 0, next);
  expect(changed.map(({ lot, typed }) => [lot.lotNumber, typed])).toEqual([['2412090', '15']]);
});

test('An added lot is for what is still missing', () => {
  const allocation = { 2: [{ lot: opened, typed: '8' }] };
  expect(addLot(line, allocation, third).map(({ typed }) => typed)).toEqual(['8', '5']);
});

test('More than this PC knows the lot to hold is seen while it is typed', () => {
  expect(standingOf({ lot: opened, typed: '9' })).toBe('moreThanKnown');
  expect(standingOf({ lot: opened, typed: '99999999999' })).toBe('tooLarge');
  expect(takenOf(line, { 2: [{ lot: opened, typed: '99999999999' }] })).toBe(0);
  expect(standingOf({ lot: opened, typed: '8.5' })).toBe('notWhole');
  expect(standingOf({ lot: opened, typed: '-1' })).toBe('belowNothing');
  expect(standingOf({ lot: opened, typed: 'eight' })).toBe('unreadable');
  expect(standingOf({ lot: opened, typed: '' })).toBe('none');
});

test('What was dispensed earlier is not dispensed again', () => {
  expect(remainingOf({ ...line, alreadyDispensed: 10 })).toBe(5);
});
