import { expect, test } from 'vitest';
import { LineSchedule } from './lineSchedule.ts';

test('bytes leave one after another at the speed of the line, and an idle line owes nothing', () => {
  const line = new LineSchedule(16);
  // 16 kbit/s are 2 bytes in a millisecond.
  expect(line.send(2_000, 0)).toBe(1_000);
  expect(line.send(2_000, 100)).toBe(2_000);
  expect(line.backlogMs(1_500)).toBe(500);
  expect(line.send(2_000, 10_000)).toBe(11_000);
});

test('what comes before a connection is made waits for it', () => {
  expect(new LineSchedule(2_000).send(250, 0, 1_600)).toBe(1_601);
});

test('a stall holds back what comes after it, and a cut throws away what had not left', () => {
  const line = new LineSchedule(16);
  line.stall(3_000);
  expect(line.send(2_000, 0)).toBe(4_000);
  line.drop(3_500);
  expect(line.backlogMs(3_500)).toBe(0);
  expect(line.send(2_000, 3_500)).toBe(4_500);
});
