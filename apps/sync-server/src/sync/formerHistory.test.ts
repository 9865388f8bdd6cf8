import type { BundleBody } from '@lianyi/schema/documents/bundle';
import { idFromHash, newId } from '@lianyi/schema/basics/ids';
import { expect, test } from 'vitest';
import { inThisHistory } from './formerHistory.ts';
import type { ReadSubmission } from './readSubmission.ts';

const scope = 'org:village';
const county = { epoch: 'now', ancestry: [{ epoch: 'lost', forkNumbers: { [scope]: 40 } }] };

function aSubmission(epoch: string, cursors: Record<string, number>): ReadSubmission {
  const id = newId() as BundleBody['id'];
  const body: BundleBody = {
    id, deviceId: idFromHash(['device']) as BundleBody['deviceId'], orgId: idFromHash(['organisation']) as BundleBody['orgId'], personId: idFromHash(['person']) as BundleBody['personId'],
    savedAt: '2026-03-09T09:00:00+08:00', action: 'tests', saveNumber: 1, epoch, cursors, needs: [], writes: [{ op: 'change', kind: 'patient', version: 1, id: newId(), changes: [{ unit: 'phone', before: null, after: '1' }] }],
  };
  return { link: { lane: 'routine', number: 1, previous: null }, linkHash: '', signature: '', bodyText: '', bodyHash: '', claimedId: id, body, fault: null, isOfFormerHistory: false };
}

test('SYNC-54 what was saved under the history that was lost had read no further than the fork, and may wait for what others still bring', () => {
  expect(inThisHistory(county, aSubmission('lost', { [scope]: 57 }))).toMatchObject({ isOfFormerHistory: true, body: { cursors: { [scope]: 40 } } });
  expect(inThisHistory(county, aSubmission('lost', { [scope]: 12 }))).toMatchObject({ isOfFormerHistory: true, body: { cursors: { [scope]: 12 } } });
});

test('SYNC-54 so may what was saved under the new history while nothing of it had been read; what was saved later stands on its own', () => {
  expect(inThisHistory(county, aSubmission('now', { [scope]: 40 })).isOfFormerHistory).toBe(true);
  expect(inThisHistory(county, aSubmission('now', { [scope]: 41 }))).toMatchObject({ isOfFormerHistory: false, body: { cursors: { [scope]: 41 } } });
});

test('in a county that was never restored nothing changes', () => {
  const submission = aSubmission('now', { [scope]: 5 });
  expect(inThisHistory({ epoch: 'now', ancestry: [] }, submission)).toBe(submission);
});
