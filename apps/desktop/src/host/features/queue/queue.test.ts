import { idFromHash } from '@lianyi/schema/basics/ids';
import type { EncounterId } from '@lianyi/schema/basics/ids';
import { aCaller } from '@lianyi/tests/builders/aCaller';
import { aPatient } from '@lianyi/tests/builders/aPatient';
import type { TestReplica } from '@lianyi/tests/builders/aReplica';
import { aReplica } from '@lianyi/tests/builders/aReplica';
import { afterEach, beforeEach, expect, test } from 'vitest';

let today = new Date('2026-03-09T09:42:18+08:00');
const [suFen, ziHan] = [aPatient(), aPatient({ name: '龙子涵' })];
let clinic: TestReplica;
let caller: ReturnType<typeof aCaller>;

beforeEach(() => {
  today = new Date('2026-03-09T09:42:18+08:00');
  clinic = aReplica({ now: () => today });
  clinic.pull(suFen, ziHan);
  caller = aCaller(clinic, { now: () => today });
});
afterEach(() => clinic.close());

const add = async (patientId: string, over: { readonly reason?: string; readonly triage?: 'I' | 'II' | 'III' | 'IV' } = {}) => caller.queue.add({ patientId, reason: '咳嗽 3 天', triage: 'IV', ...over });
const rows = () => clinic.replica.all<{ number: number; state: string }>('SELECT number, state FROM queue_index ORDER BY number');

test('numbers count up, and begin again the next day', async () => {
  expect([await add(suFen.id), await add(ziHan.id)]).toMatchObject([{ ok: true, number: 1 }, { ok: true, number: 2 }]);
  today = new Date('2026-03-10T08:00:00+08:00');
  expect(await add(suFen.id)).toMatchObject({ ok: true, number: 1 });
});

test('who waits already keeps their number', async () => {
  await add(suFen.id);
  expect(await add(suFen.id)).toEqual({ ok: false, errors: [{ field: 'patientId', code: 'alreadyQueued', values: { number: 1 } }] });
});

test('a patient who is not here and a reason that is too long are refused', async () => {
  expect(await add('0195f1de-0000-7000-8000-0000000000ff')).toEqual({ ok: false, errors: [{ field: 'patientId', code: 'patientMissing' }] });
  expect(await add(suFen.id, { reason: '咳'.repeat(2_000_000) })).toEqual({ ok: false, errors: [{ field: 'reason', code: 'tooLong', values: { max: 200 } }] });
  expect(rows()).toEqual([]);
});

test('who left can be taken back, and has their number still', async () => {
  const added = await add(suFen.id);
  const queueEntryId = added.ok ? added.queueEntryId : '';
  expect(await caller.queue.leave({ queueEntryId })).toEqual({ ok: true });
  expect(rows()).toEqual([{ number: 1, state: 'left' }]);
  expect(await caller.queue.leave({ queueEntryId })).toEqual({ ok: false });
  expect(await add(suFen.id)).toMatchObject({ ok: true, number: 2 });
  expect(await caller.queue.restore({ queueEntryId })).toEqual({ ok: true });
  expect(rows()).toEqual([{ number: 1, state: 'waiting' }, { number: 2, state: 'waiting' }]);
});

test('who left in the middle of a visit returns to it', async () => {
  const added = await add(suFen.id);
  const queueEntryId = added.ok ? added.queueEntryId : '';
  const encounterId = idFromHash('visit') as EncounterId;
  clinic.save([{ op: 'change', kind: 'queueEntry', id: queueEntryId, changes: [{ unit: 'state', before: { name: 'waiting', encounterId: null }, after: { name: 'inVisit', encounterId } }] }]);
  await caller.queue.leave({ queueEntryId });
  await caller.queue.restore({ queueEntryId });
  expect(clinic.replica.document('queueEntry', queueEntryId)?.state).toEqual({ name: 'inVisit', encounterId });
});

test('an entry that is not there does nothing', async () => {
  expect([await caller.queue.leave({ queueEntryId: 'none' }), await caller.queue.restore({ queueEntryId: 'none' })]).toEqual([{ ok: false }, { ok: false }]);
});
