import { isStopping } from '@lianyi/desktop/host/replication/problem';
import { newId } from '@lianyi/schema/basics/ids';
import { aBadLine } from '@lianyi/tests/builders/aBadLine';
import { aCounty, people, places } from '@lianyi/tests/builders/aCounty';
import { aPatient, anAllergy } from '@lianyi/tests/builders/aPatient';
import { aRandom, seedOfRun } from '@lianyi/tests/builders/aRandom';
import { anEncounter } from '@lianyi/tests/builders/anEncounter';
import { anEnrolledReplica, discard, openEnrolled } from '@lianyi/tests/builders/anEnrolledReplica';
import type { OpenReplica } from '@lianyi/tests/builders/anEnrolledReplica';
import { howMuch } from '@lianyi/tests/builders/howMuch';
import { differencesFrom } from '@lianyi/tests/builders/sameAsCounty';
import { expect, test } from 'vitest';

const rounds = Number(process.env['LIANYI_ROUNDS'] ?? howMuch(20, 200));

test('LINE-10 SYNC-5 a line that stalls, cuts, truncates, stutters and repeats at any byte, either way: in the end both clinics show what the county holds, each bundle once', { timeout: 600_000 }, async () => {
  const seed = seedOfRun();
  const chance = aRandom(seed);
  const county = await aCounty();
  const lines = [await aBadLine(county.url, seed), await aBadLine(county.url, seed + 1)] as const;
  const village = await anEnrolledReplica(county, { personId: people.villageDoctor, orgId: places.village });
  const township = await anEnrolledReplica(county, { personId: people.physician, orgId: places.township });
  const clinics = [openEnrolled(village, { countyUrl: lines[0].url }), openEnrolled(township, { countyUrl: lines[1].url })] as const;
  const patient = aPatient({ homeId: places.village });
  clinics[0].save([{ op: 'create', document: patient }]);
  for (const clinic of clinics) await clinic.exchange();

  const save = (clinic: OpenReplica): void => {
    const shown = clinic.replica.document('patient', patient.id);
    if (!shown) throw new Error('the patient is gone');
    const long = '咳'.repeat(chance.between(0, 900));
    clinic.save([{ op: 'create', document: anEncounter({ patientId: patient.id, homeId: places.village, orgId: clinic === clinics[0] ? places.village : places.township, history: long }) }]);
    clinic.save([{
      op: 'change', kind: 'patient', id: patient.id,
      changes: [
        { unit: `allergies/${newId()}`, before: null, after: anAllergy() },
        ...(chance.next() < 0.3 ? [{ unit: 'phone', before: shown.phone, after: `139${chance.between(10_000_000, 99_999_999)}` }] : []),
      ],
    }]);
  };
  let failures = 0;
  for (let round = 0; round < rounds; round += 1) {
    for (const [at, clinic] of clinics.entries()) {
      const line = lines[at] ?? lines[0];
      line.mood = chance.next() < 0.85 ? 'hostile' : 'good';
      line.breakAll();
      save(clinic);
    }
    const views = await Promise.all(clinics.map(async ({ replication }) => replication.exchangeNow()));
    failures += views.filter(({ problem }) => problem !== null).length;
    // A line may do what it likes: it never makes an exchange stop for good.
    expect(views.filter(({ problem }) => problem !== null && isStopping(problem)), `LIANYI_SEED=${seed}`).toEqual([]);
  }
  for (const line of lines) {
    line.mood = 'good';
    line.breakAll();
  }
  // Twice: what the second one sent, the first one pulls.
  for (const clinic of [...clinics, ...clinics]) await clinic.exchange();

  for (const { replica } of clinics) {
    expect(replica.lineFacts()).toMatchObject({ waiting: { count: 0 }, quarantined: 0, parked: 0 });
    expect(await differencesFrom(county, replica)).toEqual([]);
  }
  const bundles = await county.county.db.selectFrom('bundle').select(['claimedId', 'deviceId']).where('deviceId', 'is not', null).execute();
  expect(new Set(bundles.map(({ claimedId }) => claimedId)).size).toBe(bundles.length);
  expect(bundles).toHaveLength(1 + rounds * 4);
  expect(failures).toBeGreaterThan(rounds / 4);
  const harms = lines.flatMap(({ harms: done }) => [...done]);
  expect(new Set(harms.map(([harm]) => harm)).size).toBe(5);
  console.info(`${rounds} rounds, ${failures} exchanges failed, ${JSON.stringify(harms)} (seed ${seed})`);

  for (const clinic of clinics) await clinic.close();
  for (const line of lines) await line.close();
  discard(village);
  discard(township);
  await county.close();
});
