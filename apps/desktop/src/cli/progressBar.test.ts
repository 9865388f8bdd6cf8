import { expect, test } from 'vitest';
import type { ImportProgress } from '../contract/views.ts';
import { barText } from './progressBar.ts';

const running: ImportProgress = {
  id: '1', state: 'running', bytes: 1000, bytesDone: 310, rows: 31_000, imported: 30_210, matched: 590, rejected: 200, byType: {}, reportPath: null, failure: null,
};

test('the bar shows the share, what became of the rows, and how long it will still take', () => {
  expect(barText(running, 0.31, 31_000)).toBe('[#########---------------------]  31 %  31,000 行 rows  +30,210 =590 !200  还有 left 1:09');
  expect(barText({ ...running, state: 'done' }, 1, 100_000)).toBe('[##############################] 100 %  31,000 行 rows  +30,210 =590 !200');
});
