import { expect, test } from 'vitest';
import type { LineView } from '../../../contract/views.ts';
import { isStickOffered } from './isStickOffered.ts';

const now = new Date('2026-11-30T10:00:00+08:00');
const line = (oldestAt: string | null, code: NonNullable<LineView['problem']>['code'] | null) =>
  ({ waiting: { count: oldestAt === null ? 0 : 3, oldestAt, byAction: {} }, problem: code === null ? null : { code, detail: '' } });
const yesterday = '2026-11-29T09:59:00+08:00';

test('LINE-23 a stick is offered for what is older than a day, whatever keeps it from the county', () => {
  for (const code of [null, 'offline', 'countyBusy', 'badSignature', 'unknownDevice', 'diskFull'] as const) expect([code, isStickOffered(line(yesterday, code), now)]).toEqual([code, true]);
  expect(isStickOffered(line('2026-11-29T10:01:00+08:00', 'offline'), now)).toBe(false);
  expect(isStickOffered(line(null, 'offline'), now)).toBe(false);
});

test('LINE-23 where the county takes nothing of this PC by a stick either, none is offered', () => {
  for (const code of ['retired', 'stolen', 'purged', 'forked', 'beyondLog', 'epochMismatch', 'wireVersion'] as const) expect([code, isStickOffered(line(yesterday, code), now)]).toEqual([code, false]);
});
