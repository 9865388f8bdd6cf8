import { sql } from '@lianyi/sync-server/store/database';
import type { TestCountyServer } from '@lianyi/tests/builders/aCounty';
import { aCounty, create, people, places } from '@lianyi/tests/builders/aCounty';
import { aPatient } from '@lianyi/tests/builders/aPatient';
import { aSmallDisk } from '@lianyi/tests/builders/aSmallDisk';
import { anEnrolledReplica, discard, openEnrolled } from '@lianyi/tests/builders/anEnrolledReplica';
import { differencesFrom } from '@lianyi/tests/builders/sameAsCounty';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { OutboxModel } from './outboxModel.ts';

let county: TestCountyServer;
beforeAll(async () => { county = await aCounty(); });
afterAll(async () => county.close());

const actor = { personId: people.villageDoctor, orgId: places.village };
const aVillager = () => aPatient({ homeId: places.village, address: { village: '青石坪村', group: '', detail: '水井边'.repeat(20) } });

const disk = aSmallDisk(12);
afterAll(() => disk?.remove());

test.skipIf(disk === null)('SAVE-5 a clinic whose disk is full: saves are refused in words and leave nothing half, the exchange does not break, and with room both go on', { timeout: 120_000 }, async () => {
  if (disk === null) return;
  const enrolled = await anEnrolledReplica(county, actor, disk.folder);
  const clinic = openEnrolled(enrolled);
  const before = clinic.save([{ op: 'create', document: aVillager() }]);
  await clinic.exchange();
  const other = await county.enrol(places.village);

  disk.fill();
  const saved = [before.bundleId];
  let refused: unknown = null;
  for (let at = 0; at < 5_000 && refused === null; at += 1) {
    const result = clinic.replica.save('tests.save', actor, () => ({ writes: [{ op: 'create', document: aVillager() }] }));
    if (result.ok) saved.push(result.bundleId);
    else refused = result;
  }
  expect(refused).toEqual({ ok: false, failure: { code: 'diskFull' } });
  expect(clinic.replication.line().saved.ok).toBe(false);
  await other.push(Array.from({ length: 200 }, () => create(aVillager())));
  expect(await clinic.replication.exchangeNow()).toMatchObject({ problem: { code: 'diskFull' }, saved: { ok: false } });
  expect(clinic.replica.get('SELECT count(*) AS n FROM bundle')).toEqual({ n: saved.length });

  disk.free();
  saved.push(clinic.save([{ op: 'create', document: aVillager() }]).bundleId);
  expect(clinic.replication.line().saved.ok).toBe(true);
  expect(await clinic.exchange()).toMatchObject({ waiting: { count: 0 }, problem: null, saved: { ok: true } });
  expect(await differencesFrom(county, clinic.replica)).toEqual([]);
  expect(new OutboxModel().faultsIn(clinic.replica, saved)).toEqual([]);
  await clinic.close();
  discard(enrolled);
});

test('SYNC-5 a county whose disk is full: the clinic keeps what it has, saves on, and delivers it all once there is room', { timeout: 120_000 }, async () => {
  const enrolled = await anEnrolledReplica(county, actor);
  const clinic = openEnrolled(enrolled);
  await clinic.exchange();
  const { owner } = county;
  await sql`create function no_room() returns trigger language plpgsql as $$ begin raise exception 'could not extend file' using errcode = '53100'; end $$`.execute(owner);
  await sql`create trigger no_room before insert or update on document for each row execute function no_room()`.execute(owner);
  for (let waiting = 1; waiting <= 3; waiting += 1) {
    clinic.save([{ op: 'create', document: aVillager() }]);
    expect(await clinic.replication.exchangeNow()).toMatchObject({ waiting: { count: waiting }, problem: { code: 'countyBusy' }, saved: { ok: true } });
  }
  await sql`drop trigger no_room on document`.execute(owner);
  expect(await clinic.exchange()).toMatchObject({ waiting: { count: 0 }, quarantined: 0, problem: null });
  expect(await differencesFrom(county, clinic.replica)).toEqual([]);
  await clinic.close();
  discard(enrolled);
});
