import { expect, test } from 'vitest';
import { completenessOf } from './completeness.ts';

const at = '2026-03-09T10:00:00+08:00';

test('SYNC-15 until the first sync is through, no exchange makes a record complete', () => {
  const amidst = { documents: 140, ofDocuments: 2067, bytes: 1, ofBytes: 2, secondsLeft: null };
  expect(completenessOf({ pulling: amidst, isMoreAtCounty: false, lastExchangeAt: at })).toEqual({ state: 'coming', progress: { documents: 140, ofDocuments: 2067 } });
  // Before the first answer, and where the log is read instead, nobody knows of how many.
  expect(completenessOf({ pulling: { documents: 0 }, isMoreAtCounty: false, lastExchangeAt: null })).toEqual({ state: 'coming', progress: null });
  expect(completenessOf({ pulling: { documents: 900, isLogInstead: true }, isMoreAtCounty: true, lastExchangeAt: at })).toEqual({ state: 'coming', progress: null });
});

test('nor is it complete while the county has more of the log than it has answered with', () => {
  expect(completenessOf({ pulling: null, isMoreAtCounty: true, lastExchangeAt: at })).toEqual({ state: 'coming', progress: null });
});

test('afterwards a record is complete as of the last exchange, or of none', () => {
  expect(completenessOf({ pulling: null, isMoreAtCounty: false, lastExchangeAt: at })).toEqual({ state: 'asOf', at });
  expect(completenessOf({ pulling: null, isMoreAtCounty: false, lastExchangeAt: null })).toEqual({ state: 'never' });
});
