import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startIdleLock } from './idleLock.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('KEY-4 a sign-in whose page is gone ends by itself, after the minutes that the page had asked for', () => {
  let locked = 0;
  const idle = startIdleLock(() => { locked += 1; }, () => Date.now());
  idle.stillHere(5);
  vi.advanceTimersByTime(6 * 60_000);
  expect(locked).toBe(0);
  idle.stillHere(5);
  vi.advanceTimersByTime(6 * 60_000);
  expect(locked).toBe(0);
  vi.advanceTimersByTime(60_000);
  expect(locked).toBeGreaterThan(0);
  idle.stop();
});

test('KEY-4 one that never said that somebody is there ends too', () => {
  let locked = 0;
  const idle = startIdleLock(() => { locked += 1; }, () => Date.now());
  vi.advanceTimersByTime(32 * 60_000);
  expect(locked).toBeGreaterThan(0);
  idle.stop();
});
