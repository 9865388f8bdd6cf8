import type { Submission } from '@lianyi/schema/wire/exchange';
import { aCounty, change, create, places, problemOf } from '@lianyi/tests/builders/aCounty';
import type { TestCountyServer, TestDevice } from '@lianyi/tests/builders/aCounty';
import { aPatient } from '@lianyi/tests/builders/aPatient';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { confirmDevice } from '@lianyi/sync-server/access/deviceStatus';
import { rightsOf } from '@lianyi/sync-server/access/permissions';
import { deviceRows } from '@lianyi/sync-server/reports/devices';
import { todayOf } from '@lianyi/sync-server/reports/today';
import { deviceById } from '@lianyi/sync-server/store/devices';
import { declareGapLost } from '@lianyi/sync-server/sync/declareGapLost';

let county: TestCountyServer;
let village: TestDevice;
beforeAll(async () => { county = await aCounty(); });
afterAll(async () => { await county.close(); });
beforeEach(async () => { village = await county.enrol(places.village); });

const aVillager = () => aPatient({ homeId: places.village });
const saved = (count: number): readonly Submission[] => Array.from({ length: count }, () => village.submit(village.bundle([create(aVillager())])));
const outcomesOf = async (submissions: readonly Submission[]): Promise<readonly (string | null)[][]> =>
  (await village.exchange({ submissions: [...submissions] })).receipts.map(({ outcome, reason }) => (reason === null ? [outcome] : [outcome, reason]));

async function giveUp(number: number, lane: 'routine' | 'urgent' = 'routine') {
  const device = await deviceById(county.county.db, village.id);
  if (!device) throw new Error('no device');
  return declareGapLost(county.county, device, await rightsOf(county.county.db, device), { lane, number, reason: '硬盘坏了' });
}

async function row() {
  return (await deviceRows(county.county.db)).find(({ id }) => id === village.id);
}

describe('SYNC-22 a gap in a chain', () => {
  test('SYNC-22 a gap is shown with what waits behind it, and after an hour in the to-do', async () => {
    const [first, , ...behind] = saved(5);
    await outcomesOf(first ? [first, ...behind] : []);
    expect((await row())?.gaps).toEqual([{ lane: 'routine', number: 2, behind: 3, since: expect.any(String) as string }]);
    const kinds = async (hours: number) => (await todayOf(county.county.db, 'county', new Date(Date.now() + hours * 3_600_000))).todo.filter(({ id }) => id === village.id).map(({ kind, waiting }) => [kind, waiting]);
    expect(await kinds(0.5)).toEqual([]);
    expect(await kinds(1.5)).toEqual([['chainGap', 3]]);
  });

  test('SYNC-22 a gap that stays is an alarm, one that closes is none', async () => {
    const heard: string[] = [];
    const spy = vi.spyOn(county.county.hears, 'alarm').mockImplementation((what, ids) => { if (ids['device'] === village.id) heard.push(what); });
    try {
      const [one, two, three, four, five] = saved(5) as [Submission, Submission, Submission, Submission, Submission];
      await outcomesOf([two]);
      await outcomesOf([one]);
      expect(heard).toEqual([]);
      await outcomesOf([four]);
      await outcomesOf([five]);
      expect(heard).toEqual(['a chain has a gap']);
      expect(await outcomesOf([three])).toEqual([['accepted'], ['accepted'], ['accepted']]);
    } finally {
      spy.mockRestore();
    }
  });

  test('SYNC-22 county IT gives a gap up: what waits behind it is judged and told, and it is on record', async () => {
    const [first, , , ...behind] = saved(5);
    await outcomesOf(first ? [first, ...behind] : []);
    expect(await giveUp(9)).toBeNull();
    expect(await giveUp(3)).toEqual({ firstNumber: 2, lastNumber: 3, outcomes: [expect.objectContaining({ outcome: 'accepted' }), expect.objectContaining({ outcome: 'accepted' })] });
    const told = await village.exchange();
    expect(told.receipts.map(({ outcome, chain }) => [outcome, chain?.number])).toEqual([['accepted', 4], ['accepted', 5]]);
    expect(await row()).toMatchObject({ gaps: [], lostGaps: [{ lane: 'routine', firstNumber: 2, lastNumber: 3, reason: '硬盘坏了' }] });
    expect(await outcomesOf(saved(1))).toEqual([['accepted']]);
  });

  test('SYNC-22 what was given up and comes after all is taken, and another bundle in its place is a fork', async () => {
    const [one, two, three, four] = saved(4) as [Submission, Submission, Submission, Submission];
    await outcomesOf([one, four]);
    await giveUp(2);
    expect((await outcomesOf([three]))[0]).toEqual(['accepted']);
    expect(await outcomesOf([two, three])).toEqual([['accepted'], ['accepted']]);
    const other = village.submissionAt(village.bundle([create(aVillager())]), three.link);
    expect((await problemOf(village.exchange({ submissions: [other] }))).code).toBe('forked');
  });

  test('SYNC-22 another bundle than the one that the follower named does not come for a lost one', async () => {
    const [one, two, three] = saved(3) as [Submission, Submission, Submission];
    await outcomesOf([one, three]);
    await giveUp(2);
    const other = village.submissionAt(village.bundle([create(aVillager())]), two.link);
    expect((await problemOf(village.exchange({ submissions: [other] }))).code).toBe('forked');
  });

  test('SYNC-22 what needed the lost bundle is judged by what is there: nothing waits for ever', async () => {
    const patient = aVillager();
    const lost = village.bundle([create(patient)]);
    village.submit(lost);
    const needing = village.submit(village.bundle([change('patient', patient.id, { unit: 'phone', before: null, after: '13800000000' })], { needs: [lost.id] }));
    const urgent = village.submit(village.bundle([create(aVillager())], { needs: [lost.id] }), 'urgent');
    expect(await outcomesOf([urgent, needing])).toEqual([['waiting', 'needsUnknown'], ['waiting', 'predecessorMissing']]);
    expect((await giveUp(1))?.outcomes.map(({ outcome, reason }) => [outcome, reason]).toSorted()).toEqual([['accepted', null], ['quarantined', 'missingDocument']]);
    expect((await village.exchange()).receipts.map(({ outcome }) => outcome).toSorted()).toEqual(['accepted', 'quarantined']);
  });
});

test('SYNC-12 a fork is shown until the refused PC goes on under a new key, or county IT says that it is settled; that the other goes on settles nothing', async () => {
  const forkedAt = async () => (await row())?.forkedAt;
  await village.push([create(aVillager())]);
  const clone = village.clone();
  await village.push([create(aVillager())]);
  const fork = async () => problemOf(clone.exchange({ submissions: [clone.submit(clone.bundle([create(aVillager())]))] }));
  expect(await fork()).toMatchObject({ code: 'forked' });
  await village.push([create(aVillager())]);
  expect(await forkedAt()).not.toBeNull();
  expect(await confirmDevice(county.county.db, village.id)).toBe(true);
  expect(await forkedAt()).toBeNull();
  expect(await confirmDevice(county.county.db, village.id)).toBe(false);
  expect(await fork()).toMatchObject({ code: 'forked' });
  expect(await forkedAt()).not.toBeNull();
});
