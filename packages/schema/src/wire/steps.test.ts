import { expect, test } from 'vitest';
import type { ExchangeResponse } from './exchange.ts';
import { wireVersion } from './exchange.ts';
import { answerThen, requestNow, wireTable } from './steps.ts';
import { olderWires } from '@lianyi/tests/builders/olderWires';

const answer: ExchangeResponse = {
  wireVersion: 3, epoch: 'e', countyTime: '2026-03-09T10:00:00+08:00', scopes: [], receipts: [], page: { entries: [], documents: [], cursors: {}, more: false }, nonce: 'n',
};

test('SYNC-60 a request of any of three versions is read in the newest words, and the answer written in its own', () => {
  expect(requestNow({ wireVersion: 1, device: 'd', pageSize: 5 }, olderWires)).toEqual({ ok: true, version: 1, request: { wireVersion, deviceId: 'd', pageDocuments: 5, waitMs: 0 } });
  expect(requestNow({ wireVersion: 2, deviceId: 'd', pageSize: 5, waitMs: 9 }, olderWires)).toMatchObject({ ok: true, version: 2, request: { deviceId: 'd', pageDocuments: 5, waitMs: 9 } });
  expect(requestNow({ wireVersion: 3, deviceId: 'd' }, olderWires)).toMatchObject({ ok: true, version: 3, request: { deviceId: 'd' } });
  expect(answerThen(answer, 3, olderWires)).toEqual(answer);
  expect(answerThen(answer, 1, olderWires)).toMatchObject({ wireVersion: 1, documents: [], nonce: 'n' });
  expect(answerThen(answer, 1, olderWires)).not.toHaveProperty('page');
});

test('SYNC-60 a version that is newer, or older than two back, is refused as such; what is no page of its version as a bad request', () => {
  const far = { version: 4, steps: [...olderWires.steps, { request: (older: object) => ({ ...older }), answer: (newer: object) => ({ ...newer }) }] };
  expect([requestNow({ wireVersion: 4 }, olderWires), requestNow({ wireVersion: 0 }, olderWires), requestNow({ wireVersion: 1 }, far)]).toEqual(Array.from({ length: 3 }, () => ({ ok: false, reason: 'wireVersion' })));
  expect([requestNow(null, wireTable), requestNow({}, wireTable), requestNow({ wireVersion: '1' }, wireTable), requestNow({ wireVersion: 1, pageSize: 'x' }, olderWires)]).toEqual(Array.from({ length: 4 }, () => ({ ok: false, reason: 'badRequest' })));
});
